"""The debate on the synthesis: objecting, replying."""

from django.utils.translation import gettext as _

from cestvous.activities.syntheses import events
from cestvous.activities.syntheses import kind as acts
from cestvous.activities.syntheses.actions.publishing import put_revision
from cestvous.activities.syntheses.actions.writing import take_pen
from cestvous.activities.syntheses.models import Finding, Ground, Objection, Outcome, Synthesis
from cestvous.activities.syntheses.policy import AboutSource
from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.journal.actions import Facts, record
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources import actions as sources
from cestvous.foundation.sources.models import Source
from cestvous.kernel import text
from cestvous.kernel.languages import DEFAULT_LANGUAGE
from cestvous.kernel.references import Reference
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict
from cestvous.procedure.consultations.actions import allot, recount, settle, take_part
from cestvous.procedure.consultations.models import Activity
from cestvous.procedure.consultations.policy import may


@action
def object_to(
    *,
    by: Person,
    activity: Activity,
    about: Source,
    ground: Ground,
    body: str,
    finding: Finding | None = None,
    language: str = DEFAULT_LANGUAGE,
) -> Objection:
    """Say that the synthesis misreads, or leaves out, what one said. A misreading names the finding.

    A synthesis confirmed before the debate was over must be confirmed anew.
    """
    consultation = activity.consultation
    at = settle(consultation)
    # Held until the end: a form sent twice makes one objection.
    about = Source.objects.select_for_update(of=("self",), no_key=True).with_words().get(pk=about.pk)
    if about.consultation != consultation.number:
        raise Refused(Verdict.no(_("You can object for your own contribution only.")))
    may(by, acts.OBJECT, AboutSource(activity, about), at).or_deny()
    body = sources.said(body)
    synthesis = Synthesis.objects.filter(activity=activity, versions__isnull=False).order_by("pk").first()
    if synthesis is None:
        raise Refused(Verdict.no(_("The synthesis is not published yet.")))
    if ground == Ground.MISREADS and finding is None:
        raise Refused(Verdict.no(_("Say which finding misreads you.")))
    if finding is not None and (finding.synthesis_id != synthesis.pk or finding.words.published_in_id is None):
        raise Refused(Verdict.no(_("There is no such finding.")))
    pending = synthesis.objections.waiting().filter(about=about, finding=finding).with_words().order_by("pk").first()
    if pending is not None and pending.source.words.body == body and pending.ground == ground:
        return pending
    if pending is not None:
        raise Refused(
            Verdict.no(_("Your objection is already on record and waits for its reply.")),
        )
    author = author_of(by)
    take_part(consultation, author, at)
    number = allot(consultation, "objections")
    reference = Reference("objection", number, consultation.number)
    objection = Objection.objects.create(
        synthesis=synthesis,
        number=number,
        ground=ground,
        about=about,
        finding=finding,
        source=sources.publish(reference=reference, author=author, body=body, at=at, language=language),
    )
    Synthesis.objects.filter(pk=synthesis.pk, confirmed_at__isnull=False).update(confirmed_at=None)
    facts = {
        "ground": str(ground),
        "about": str(about.reference),
        "finding": finding.number if finding else None,
        "digest": objection.source.words.digest,
    }
    record(events.OBJECTED, on=reference, at=at, actor=author.identifier, facts=facts)
    return objection


def _hold(objection: Objection) -> Objection:
    Objection.objects.select_for_update().get(pk=objection.pk)
    fresh = Objection.objects.with_words().get(pk=objection.pk)
    fresh.synthesis = objection.synthesis
    return fresh


@action
def withdraw_objection(*, by: Person, objection: Objection) -> None:
    """Take an objection back: it no longer waits for a reply."""
    consultation = objection.activity.consultation
    at = settle(consultation)
    objection = _hold(objection)
    may(by, acts.WITHDRAW_OBJECTION, objection, at).or_deny()
    sources.withdraw(source=objection.source, at=at)
    recount(consultation, "objections", by=-1)
    record(events.OBJECTION_WITHDRAWN, on=objection.reference, at=at, actor=author_of(by).identifier)
    settle(consultation)


@action
def erase_objection(*, objection: Objection) -> None:
    """Erase the words of an objection whose author's account is erased; a reply stays. The caller records it."""
    consultation = objection.activity.consultation
    at = settle(consultation)
    objection = _hold(objection)
    if objection.source.is_published:
        recount(consultation, "objections", by=-1)
    sources.erase(source=objection.source, at=at)
    settle(consultation)


@action
def reply(
    *,
    by: Person,
    objection: Objection,
    outcome: Outcome,
    body: str,
    finding: Finding | None = None,
    title: str = "",
    revised_body: str = "",
    opened_on: int = 0,
) -> Objection:
    """Reply to an objection, once, with reasons: either maintain the finding or revise it in the same breath.

    To revise, give the ``finding`` (the one objected to, unless the objection names none), its new words, and the
    version the form was ``opened_on``. What was left out is then cited whole.
    """
    synthesis = objection.synthesis
    consultation = objection.activity.consultation
    pen = take_pen(by, acts.REPLY, synthesis.activity)
    objection = _hold(objection)
    may(by, acts.REPLY, objection, pen.at).or_deny()
    body = text.clean(body)
    if not body:
        raise Refused(Verdict.no(_("Give your reasons: they are published with the reply.")))
    if outcome == Outcome.REVISED:
        may(by, acts.REVISE, synthesis.activity, pen.at).or_deny()
        revised = objection.finding or finding
        if revised is None or revised.synthesis_id != synthesis.pk:
            raise Refused(Verdict.no(_("Say which finding is revised.")))
        also = [objection.about] if objection.ground == Ground.LEAVES_OUT else []
        objection.revised_as = put_revision(pen, revised, title, revised_body, body, opened_on, also)
        objection.finding = revised
    number = allot(consultation, "replies")
    reference = Reference("reply", number, consultation.number)
    objection.reply = sources.publish(reference=reference, author=pen.author, mandate=pen.mandate, body=body, at=pen.at)
    objection.outcome = outcome
    objection.save()
    facts: Facts = {"outcome": str(outcome), "digest": objection.reply.words.digest, "mandate": pen.mandate.pk}
    record(events.REPLIED, on=objection.reference, at=pen.at, actor=pen.author.identifier, facts=facts)
    settle(consultation)
    return objection
