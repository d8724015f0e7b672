"""The signature: from then on the decision changes only by a new version."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.decisions import events
from cestvous.activities.decisions import kind as acts
from cestvous.activities.decisions.actions.drafting import hold
from cestvous.activities.decisions.models import Answer, Commitment, DecisionVersion
from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.journal.actions import Facts, record
from cestvous.foundation.people.models import Person
from cestvous.kernel import digests
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict
from cestvous.procedure.consultations.actions import EditedMeanwhile, settle
from cestvous.procedure.consultations.models import Activity
from cestvous.procedure.consultations.policy import may, sponsor_mandate


def obstacles_to_signature(activity: Activity, version: DecisionVersion | None) -> list[str]:
    """What keeps a draft from being signed, in words."""
    if version is None:
        return [_("There is no draft to sign.")]
    obstacles = []
    count = acts.unanswered(activity, version)
    if count:
        words = ngettext("%(count)d finding has no answer.", "%(count)d findings have no answer.", count)
        obstacles.append(words % {"count": count})
    if not version.authority:
        obstacles.append(_("The authority that decides is missing."))
    if version.decided_on is None:
        obstacles.append(_("The day of the decision is missing."))
    return obstacles


@action
def sign(*, by: Person, activity: Activity, digest: str) -> DecisionVersion:
    """Sign the draft: every finding answered, dated, by an authority.

    ``digest`` is the ``draft_digest`` of what the official read; raises EditedMeanwhile if it has changed since.
    """
    consultation = activity.consultation
    at = settle(consultation)
    decision = hold(activity)
    may(by, acts.SIGN, activity, at).or_deny()
    version = decision.versions.drafts().first()
    obstacles = obstacles_to_signature(activity, version)
    if version is None or obstacles:
        raise Refused(Verdict.no(" ".join(obstacles)))
    if draft_digest(version) != digest:
        raise EditedMeanwhile
    mandate = sponsor_mandate(by, consultation, at)
    version.signed_at, version.signed_by = at, mandate
    version.save(update_fields=["signed_at", "signed_by"])
    actor = author_of(by).identifier
    event = events.SIGNED if version.number == 1 else events.RECTIFIED
    facts: Facts = {"version": version.number, "mandate": mandate.pk if mandate else None}
    record(event, on=decision.reference, at=at, actor=actor, facts=facts)
    for answer in version.answers.select_related("finding__thread").order_by("finding__number"):
        facts = {"version": version.number, "outcome": answer.outcome, "digest": answer.digest}
        record(events.ANSWERED, on=answer.finding.reference, at=at, actor=actor, facts=facts)
    for commitment in decision.commitments.filter(signed_in__isnull=True).order_by("number"):
        commitment.signed_in = version
        commitment.save(update_fields=["signed_in"])
        commitment.decision = decision
        facts = {"due_on": commitment.due_on.isoformat()}
        record(events.COMMITTED, on=commitment.reference, at=at, actor=actor, facts=facts)
    settle(consultation)
    return version


def draft_digest(
    version: DecisionVersion,
    drafted: Sequence[Commitment] | None = None,
    answered: Sequence[tuple[int, Answer]] | None = None,
) -> str:
    """SHA-256 of everything in a draft: what a signature stands under, so that nothing changes behind the reader.

    If they have been read already: ``drafted``, its commitments by number, with milestones and findings; and
    ``answered``, the numbers of findings with their answers.
    """
    if answered is None:
        answered = [(row.finding.number, row) for row in version.answers.select_related("finding").order_by("pk")]
    answers = sorted([number, row.outcome, row.reasons, row.referred_to] for number, row in answered)
    if drafted is None:
        drafted = list(version.decision.commitments.filter(signed_in__isnull=True).with_milestones())
    commitments = [
        [row.number, row.title, row.body, row.owner, str(row.due_on)]
        + [sorted(finding.number for finding in row.findings.all())]
        + [[step.title, str(step.due_on)] for step in row.milestones.all()]
        for row in drafted
    ]
    content = {
        "preamble": version.preamble,
        "authority": version.authority,
        "deliberation": version.deliberation,
        "decided_on": str(version.decided_on),
        "answers": answers,
        "commitments": commitments,
    }
    return digests.plain(content)
