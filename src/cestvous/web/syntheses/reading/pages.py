"""What the pages about the whole synthesis show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.activities.syntheses import kind as acts
from cestvous.activities.syntheses.models import (
    Coverage,
    SetAside,
    SetAsideReason,
    SynthesisVersion,
    coverage_of,
)
from cestvous.kernel import text
from cestvous.procedure.consultations.models import Consultation
from cestvous.procedure.consultations.policy import agent_mandate
from cestvous.web.consultations.finding import Found
from cestvous.web.design.shapes import Figure, Link, Version
from cestvous.web.office.address import person_url
from cestvous.web.syntheses.cited import Cited, cited_whole
from cestvous.web.syntheses.objections.own import object_url
from cestvous.web.syntheses.reading.document import Document, document_of
from cestvous.web.syntheses.words import by_how_many, numbers_of

A_PAGE = 25


@dataclass(frozen=True)
class Reading:
    """A published version of the synthesis."""

    number: int
    published_at: datetime
    by: str
    by_url: str
    function: str
    reason: str
    document: Document
    versions: Sequence[Version]
    changes_url: str
    is_current: bool
    confirmed_at: datetime | None
    coverage: Coverage
    figures: Sequence[Figure]
    coverage_url: str
    aside_then: int
    object_url: str
    leads: bool


@dataclass(frozen=True)
class Awaited:
    """A synthesis that is not published yet: what it waits for, never what it will say."""

    coverage: Coverage | None
    figures: Sequence[Figure]
    begins_at: datetime | None
    leads: bool


def versions_of(found: Found) -> list[SynthesisVersion]:
    """The published versions, oldest first."""
    activity = found.activity(acts.NAME)
    rows = SynthesisVersion.objects.filter(synthesis__activity=activity)
    return list(rows.select_related("synthesis", "mandate__person").order_by("number"))


def leads(found: Found) -> bool:
    return agent_mandate(found.reader, found.consultation, found.at) is not None


def reading_of(found: Found, versions: Sequence[SynthesisVersion], number: int = 0) -> Reading:
    """One version, the last one by default. Http404 if there is no such version."""
    last = versions[-1]
    shown = next((row for row in versions if row.number == number), None) if number else last
    if shown is None:
        raise Http404
    as_it_was = number != 0
    consultation = found.consultation
    coverage = Coverage() if as_it_was else coverage_of(consultation)
    accounts = reverse("synthesis_coverage", args=[consultation.number])
    aside = SetAside.objects.filter(synthesis=shown.synthesis_id).at(shown.published_at)
    return Reading(
        number=shown.number,
        published_at=shown.published_at,
        by=shown.mandate.person.name,
        by_url=person_url(shown.mandate),
        function=shown.mandate.function,
        reason=shown.reason,
        document=document_of(found, shown, as_it_was=as_it_was),
        versions=_switcher(consultation, versions, shown),
        changes_url=reverse("synthesis_changes", args=[consultation.number, shown.number, shown.number - 1])
        if shown.number > 1
        else "",
        is_current=shown is last,
        confirmed_at=shown.synthesis.confirmed_at,
        coverage=coverage,
        figures=[] if as_it_was else numbers_of(coverage, accounts),
        coverage_url=accounts,
        aside_then=aside.count() if as_it_was else 0,
        object_url="" if as_it_was else object_url(found),
        leads=leads(found),
    )


def _switcher(
    consultation: Consultation, versions: Sequence[SynthesisVersion], shown: SynthesisVersion
) -> list[Version]:
    if len(versions) == 1:
        return []
    return [
        Version(
            number=row.number,
            url=reverse("synthesis_version", args=[consultation.number, row.number]),
            at=row.published_at,
            is_current=row is shown,
            note=text.excerpt(row.reason, 90) or _("first publication"),
        )
        for row in reversed(versions)
    ]


def awaited_of(found: Found) -> Awaited:
    """What can be said before the first publication. The draft is nobody's to read but its writers'."""
    schedule = found.consultation.schedule
    writing = {plan.key for plan in found.consultation.grid.phases_opening(acts.WRITE)}
    phase = next((phase for phase in schedule.phases if phase.key in writing), None)
    begun = phase is not None and phase.entered_at is not None
    coverage = coverage_of(found.consultation) if begun else None
    return Awaited(
        coverage=coverage,
        figures=numbers_of(coverage) if coverage else [],
        begins_at=phase.starts_at if phase and not begun else None,
        leads=leads(found),
    )


@dataclass(frozen=True)
class Aside:
    """A text that no finding cites, with why and by whom."""

    text: Cited
    words: str
    at: datetime
    by: str
    in_bulk: bool


@dataclass(frozen=True)
class AsidePage:
    """What was set aside for one reason."""

    total: int
    reason: str
    reasons: Sequence[Link]
    counted: str
    lines: Sequence[Aside]
    older: str
    newer: str


def asides_of(found: Found, version: SynthesisVersion, reason: str, after: int) -> AsidePage:
    """Set-asides grouped by reason: the one asked for, or the most frequent; those after a source's number."""
    rows = SetAside.objects.filter(synthesis=version.synthesis_id).in_force()
    by_count = sorted(version.synthesis.asides.items(), key=lambda item: (-item[1][0], item[0]))
    numbers: dict[str, list[int]] = dict(by_count)
    counts = {name: told[0] for name, told in numbers.items()}
    chosen = reason if reason in counts else next(iter(counts), "")
    url = reverse("set_asides", args=[found.consultation.number])
    reasons = [
        Link(capfirst(str(SetAsideReason(name).label)), f"{url}?reason={name}", name == chosen, count)
        for name, count in counts.items()
    ]
    of_reason = rows.filter(reason=chosen, number__gt=after).order_by("number").values("pk")[: A_PAGE + 1]
    page = list(SetAside.objects.filter(pk__in=of_reason).with_words().order_by("number"))
    more = len(page) > A_PAGE
    page = page[:A_PAGE]
    return AsidePage(
        total=sum(counts.values()),
        reason=str(SetAsideReason(chosen).label) if chosen else "",
        reasons=reasons,
        counted=_counted(*numbers[chosen]) if chosen else "",
        lines=[
            Aside(
                text=cited_whole(row.source),
                words=row.words,
                at=row.at,
                by=_("%(name)s, %(function)s") % {"name": row.mandate.person.name, "function": row.mandate.function},
                in_bulk=row.in_bulk,
            )
            for row in page
        ],
        older=f"{url}?reason={chosen}&after={page[-1].number}" if more else "",
        newer=f"{url}?reason={chosen}" if after else "",
    )


def _counted(texts: int, in_bulk: int, people: int, bodies: int) -> str:
    """ "9 texts by 8 people, 5 of them set aside several at once", if any were."""
    words = ngettext("%(count)d text", "%(count)d texts", texts) % {"count": texts}
    words += f" {by_how_many(people, bodies)}"
    if not in_bulk:
        return words
    return _("%(texts)s, %(count)d of them set aside several at once") % {"texts": words, "count": in_bulk}
