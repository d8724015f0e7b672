"""Contributing: submitting, editing in the open, withdrawing."""

from collections.abc import Sequence

from cestvous.activities.contributions import events
from cestvous.activities.contributions import kind as acts
from cestvous.activities.contributions.actions.drawers import move, place_of, put_away, take_out
from cestvous.activities.contributions.actions.joining import join
from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.authors.models import AuthorKind
from cestvous.foundation.discussions import actions as discussions
from cestvous.foundation.files.actions import Joined
from cestvous.foundation.journal.actions import Facts, record
from cestvous.foundation.organisations.actions import speaking_for
from cestvous.foundation.organisations.models import Representative
from cestvous.foundation.organisations.policy import speaking_as
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources import actions as sources
from cestvous.foundation.sources.models import Source, Version
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import text
from cestvous.kernel.references import Reference
from cestvous.kernel.transactions import action
from cestvous.procedure.consultations.actions import EditedMeanwhile, Stream, allot, recount, settle, take_part, watch
from cestvous.procedure.consultations.models import Activity, Theme
from cestvous.procedure.consultations.policy import may


@action
def submit(
    *,
    by: Person,
    to: Activity,
    title: str,
    body: str,
    place: str = "",
    theme: Theme | None = None,
    neighbourhood: Neighbourhood | None = None,
    stays_after_erasure: bool = True,
    language: str = "fr",
    through: Representative | None = None,
    joined: Sequence[Joined] = (),
) -> Contribution:
    """Take a resident's contribution and put it on the public record. A form sent twice makes one.

    ``through``: they speak for the organisation that they represent; the contribution is then its own. ``joined``: the
    files under it.
    """
    consultation = to.consultation
    at = settle(consultation)
    may(by, acts.SUBMIT, to, at).or_deny()
    through = speaking_for(by=by, representative=through) if through else None
    title, body, place = sources.said(title), sources.said(body), text.clean(place)
    author = through.organisation.author if through else author_of(by)
    again = sources.just_said(author=author, title=title, body=body, place=place, at=at)
    if known := Contribution.objects.filter(activity=to, source__in=again).order_by("number").first():
        return known
    take_part(consultation, author, at)
    number = allot(consultation, acts.NAME)
    reference = Reference("contribution", number, consultation.number)
    source = sources.publish(
        reference=reference,
        author=author,
        title=title,
        body=body,
        place=place,
        through=through,
        at=at,
        must_be_accounted_for=True,
        language=language,
    )
    contribution = Contribution.objects.create(
        activity=to,
        number=number,
        source=source,
        thread=discussions.open_thread(under=reference),
        theme=theme,
        neighbourhood=neighbourhood,
        stays_after_erasure=stays_after_erasure,
        is_for_many=author.kind == AuthorKind.ORGANISATION,
        fingerprint=source.words.fingerprint,
    )
    put_away([place_of(contribution)])
    facts: Facts = {"digest": source.words.digest}
    if through:
        facts["for"] = author.identifier
    record(events.SUBMITTED, on=reference, at=at, actor=author_of(by).identifier, facts=facts)
    join(by=by, to=contribution, joined=joined, at=at)
    watch(Stream(to, acts.SUBMIT, reference.kind), by=by, at=at)
    return contribution


_KEPT = (
    "theme_id", "neighbourhood_id", "stays_after_erasure", "for_count", "against_count", "mixed_count", "tendency",
    "is_shown",
)  # fmt: skip


def lock_contribution(contribution: Contribution) -> None:
    """Writers to one contribution take turns; what they then look at is fresh."""
    held = Contribution.objects.select_for_update().get(pk=contribution.pk)
    for name in _KEPT:
        setattr(contribution, name, getattr(held, name))
    contribution.source = Source.objects.with_words().get(pk=contribution.source_id)


@action
def edit(
    *,
    by: Person,
    contribution: Contribution,
    title: str,
    body: str,
    theme: Theme | None,
    neighbourhood: Neighbourhood | None,
    stays_after_erasure: bool,
    reason: str,
    opened_on: int,
    place: str | None = None,
    joined: Sequence[Joined] | None = None,
    opened_with: str | None = None,
) -> Version:
    """Put a new version on the record; earlier ones stay readable.

    ``place`` and the files ``joined`` stay as they are if they are None. ``opened_on`` is the number of the version
    that the form was opened on; raises EditedMeanwhile if there is a newer one, or other files than ``opened_with``.
    The same words about the same place make no new version, nor do files: each that comes or goes leaves its event.
    """
    at = settle(contribution.activity.consultation)
    lock_contribution(contribution)
    may(by, acts.EDIT, contribution, at).or_deny()
    words = contribution.source.words
    title, body, place = sources.said(title), sources.said(body), words.place if place is None else text.clean(place)
    is_same = (words.title, words.body, words.place) == (title, body, place)
    if words.number != opened_on and not is_same:
        raise EditedMeanwhile
    if joined is not None:
        join(by=by, to=contribution, joined=joined, at=at, opened_with=opened_with)
    is_filed_anew = _file(contribution, theme, neighbourhood, stays_after_erasure=stays_after_erasure)
    if is_same:
        if is_filed_anew:
            record(events.FILED, on=contribution.reference, at=at, actor=author_of(by).identifier)
        return words
    version = sources.rewrite(
        source=contribution.source,
        title=title,
        body=body,
        place=place,
        reason=reason,
        through=_speaking(by, contribution.source),
        at=at,
    )
    contribution.fingerprint = version.fingerprint
    contribution.save(update_fields=["fingerprint"])
    facts: Facts = {"version": version.number, "digest": version.digest}
    record(events.EDITED, on=contribution.reference, at=at, actor=author_of(by).identifier, facts=facts)
    return version


def _file(
    contribution: Contribution, theme: Theme | None, neighbourhood: Neighbourhood | None, *, stays_after_erasure: bool
) -> bool:
    """Put a contribution under a theme and a neighbourhood. Returns whether that, or what becomes of it, is new."""
    before = place_of(contribution)
    filed = {"theme": theme, "neighbourhood": neighbourhood, "stays_after_erasure": stays_after_erasure}
    new = [name for name, value in filed.items() if getattr(contribution, name) != value]
    for name in new:
        setattr(contribution, name, filed[name])
    if new:
        contribution.save(update_fields=new)
        move(before, place_of(contribution))
    return bool(new)


def _speaking(by: Person, source: Source) -> Representative | None:
    """As what they write who write for an organisation: the version names them, whoever wrote the one before."""
    representative = speaking_as(by, source.author_id) if source.author.kind == AuthorKind.ORGANISATION else None
    return speaking_for(by=by, representative=representative) if representative else None


@action
def withdraw(*, by: Person, contribution: Contribution) -> None:
    """Take a contribution back. Its number, its discussion and the fact of it stay."""
    consultation = contribution.activity.consultation
    at = settle(consultation)
    lock_contribution(contribution)
    may(by, acts.WITHDRAW, contribution, at).or_deny()
    # The register before what counts after it, as in ``submit``: else two writers could wait for each other.
    recount(consultation, acts.NAME, by=-1)
    sources.withdraw(source=contribution.source, at=at)
    contribution.is_shown = False
    contribution.save(update_fields=["is_shown"])
    take_out(place_of(contribution))
    record(events.WITHDRAWN, on=contribution.reference, at=at, actor=author_of(by).identifier)
    settle(consultation)
