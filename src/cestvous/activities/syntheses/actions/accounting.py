"""Accounting for what was said: citing it, or setting it aside with a reason."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from cestvous.activities.syntheses import events
from cestvous.activities.syntheses.actions.reckoning import reckon, rest
from cestvous.activities.syntheses.actions.writing import add_finding, add_section, draft, note, still_there
from cestvous.activities.syntheses.models import (
    Citation,
    Finding,
    FindingVersion,
    Section,
    SetAside,
    SetAsideReason,
)
from cestvous.foundation.journal.actions import Facts, record, record_many
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources import actions as sources
from cestvous.foundation.sources.models import Source
from cestvous.kernel import text
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict
from cestvous.procedure.consultations.models import Activity

AT_ONCE = 500


@action
def cite(*, by: Person, finding: Finding, source: Source, quote: str = "", also: Sequence[Source] = ()) -> Citation:
    """Rest a draft finding on a source: on the passage that reads ``quote``, or on the whole of it.

    ``also``: sources that say the same word for word. Each is cited by itself: by the passage where it stands, else
    whole. Citing what had been set aside lifts the set-aside. Raises Refused if the quote does not stand in the source.
    """
    pen = draft(by, finding.activity)
    finding = still_there(finding)
    citation = put_citation(finding.words, source, quote)
    for twin in also:
        try:
            put_citation(finding.words, twin, quote)
        except Refused:
            put_citation(finding.words, twin)
    asides = SetAside.objects.filter(synthesis=finding.synthesis, source__in=[source, *also], lifted_at__isnull=True)
    for aside in asides.select_related("source").order_by("pk"):
        aside.lifted_at = pen.at
        aside.save(update_fields=["lifted_at"])
        record(events.LIFTED, on=aside.source.reference, at=pen.at, actor=pen.author.identifier)
    rest(finding.words)
    reckon(cited.pk for cited in (source, *also))
    note(pen, "cited")
    return citation


@action
def cite_in_new(
    *,
    by: Person,
    activity: Activity,
    section: Section | str,
    title: str,
    body: str,
    source: Source,
    quote: str = "",
    also: Sequence[Source] = (),
) -> Finding:
    """Write a finding down while reading what it rests on, and cite that: all of it, or nothing if it is refused.

    ``section``: the one it goes into, or the title of a new one. Without a ``body`` it says its title, for the time
    being.
    """
    if isinstance(section, str):
        section = add_section(by=by, activity=activity, title=section)
        section.synthesis.activity = activity
    finding = add_finding(by=by, section=section, title=title, body=body or title)
    finding.synthesis.activity = activity
    cite(by=by, finding=finding, source=source, quote=quote, also=also)
    return finding


def put_citation(version: FindingVersion, source: Source, quote: str = "") -> Citation:
    """Write a citation down. Raises Refused for another consultation's, a withdrawn source, or words not in it."""
    source = Source.objects.with_words().get(pk=source.pk)
    if source.consultation != version.finding.thread.consultation:
        raise Refused(Verdict.no(_("A synthesis cites what was said in its own consultation.")))
    if not source.is_published:
        raise Refused(Verdict.no(_("This text has been withdrawn: it can't be cited.")))
    passage = None
    if quote.strip():
        try:
            passage = sources.passage(version=source.words, quote=quote)
        except sources.NoSuchPassage:
            raise Refused(
                Verdict.no(
                    _("These words do not stand in the text, within one paragraph."),
                    remedy=_("Copy the passage as it is written."),
                )
            ) from None
    citation, _made = Citation.objects.get_or_create(
        finding_version=version,
        source=source,
        passage=passage,
        defaults={"version": source.words, "number": source.number},
    )
    return citation


@action
def uncite(*, by: Person, citation: Citation) -> None:
    """Take a citation out of a draft finding: its source waits again if nothing else accounts for it."""
    pen = draft(by, citation.finding_version.finding.activity)
    version, source = citation.finding_version, citation.source_id
    citation.delete()
    rest(version)
    reckon([source])
    note(pen, "uncited")


@action
def set_aside(
    *, by: Person, activity: Activity, sources: Sequence[Source], reason: SetAsideReason, words: str
) -> list[SetAside]:
    """Account for sources without citing them. Several at once share one reason, and are shown as set aside in bulk.

    Returns those set aside now: whatever somebody set aside already keeps the reason that they gave.
    """
    pen = draft(by, activity)
    synthesis = pen.synthesis
    words = text.clean(words)
    if not words:
        raise Refused(Verdict.no(_("Say in words why: its author will read it.")))
    if any(source.consultation != activity.consultation.number for source in sources):
        raise Refused(Verdict.no(_("A synthesis accounts for what was said in its own consultation.")))
    put = []
    for few in _few(sources):
        aside = SetAside.objects.filter(synthesis=synthesis, source__in=few, lifted_at__isnull=True)
        known = set(aside.values_list("source", flat=True))
        waiting = {source.pk: source for source in few if source.pk not in known}
        if Citation.objects.filter(source__in=waiting, finding_version__current_of__synthesis=synthesis).exists():
            raise Refused(Verdict.no(_("A text that a finding cites can't be set aside.")))
        put += SetAside.objects.bulk_create(
            SetAside(
                synthesis=synthesis,
                source=source,
                number=source.number,
                reason=reason,
                words=words,
                in_bulk=len(sources) > 1,
                at=pen.at,
                author=pen.author,
                mandate=pen.mandate,
            )
            for source in waiting.values()
        )
    reckon(aside.source_id for aside in put)
    facts: Facts = {"reason": str(reason), "mandate": pen.mandate.pk}
    about = ((aside.source.reference, facts) for aside in put)
    record_many(events.SET_ASIDE, about=about, at=pen.at, actor=pen.author.identifier)
    return put


def _few(sources: Sequence[Source]) -> Iterator[Sequence[Source]]:
    """So many at once as a statement may name."""
    return (sources[start : start + AT_ONCE] for start in range(0, len(sources), AT_ONCE))


@action
def lift(*, by: Person, aside: SetAside) -> None:
    """No longer set a source aside: it waits again. The row stays, with the date."""
    pen = draft(by, aside.synthesis.activity)
    aside.refresh_from_db(fields=["lifted_at"])
    if aside.lifted_at is not None:
        return
    aside.lifted_at = pen.at
    aside.save(update_fields=["lifted_at"])
    reckon([aside.source_id])
    record(events.LIFTED, on=aside.source.reference, at=pen.at, actor=pen.author.identifier)
