"""The account of everything that was said: each contribution, and what the synthesis made of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cestvous.activities.syntheses.models import Coverage, SetAsideReason, accounted, coverage_of
from cestvous.foundation.sources.models import CITED, SET_ASIDE, Fate, Source, SourceQuerySet, Standing
from cestvous.web.consultations.finding import Found
from cestvous.web.design.shapes import Facet, Figure, Link
from cestvous.web.sources import Said, said
from cestvous.web.syntheses.cited import address_of, name_of
from cestvous.web.syntheses.fates import with_fate
from cestvous.web.syntheses.words import by_how_many, numbers_of

A_PAGE = 25
_PUBLISHED = Q(standing=Standing.PUBLISHED)
_FATES = {
    "cited": _PUBLISHED & Q(fate__in=CITED),
    "passage": _PUBLISHED & Q(fate=Fate.PASSAGE),
    "aside": _PUBLISHED & Q(fate__in=SET_ASIDE),
    "bulk": _PUBLISHED & Q(fate=Fate.BULK),
    "waiting": _PUBLISHED & Q(fate=Fate.WAITING),
    "withdrawn": Q(standing__in=[Standing.WITHDRAWN, Standing.ERASED]),
    "hidden": Q(standing=Standing.HIDDEN),
}


@dataclass(frozen=True)
class Accounted:
    """A contribution with the findings that cite it, or why none does."""

    name: str
    url: str
    said: Said
    findings: Sequence[Link]
    aside: str
    aside_words: str
    in_bulk: bool


@dataclass(frozen=True)
class AccountsPage:
    """A page of the account. ``people``: how many there are behind the contributions that are shown."""

    coverage: Coverage
    figures: Sequence[Figure]
    people: str
    facets: Sequence[Facet]
    lines: Sequence[Accounted]
    older: str
    newer: str


def accounts_page(found: Found, fate: str, after: int) -> AccountsPage:
    """Three queries: what everything comes to, the contributions of a ``fate`` after a number, and their findings."""
    url = reverse("synthesis_coverage", args=[found.consultation.number])
    coverage = coverage_of(found.consultation)
    fate = fate if fate in _FATES else ""
    # Chosen first: words, and what became of them, are looked up for what is shown only.
    chosen = _of(found, fate).filter(number__gt=after).order_by("number").values("pk")[: A_PAGE + 1]
    page = list(with_fate(Source.objects.filter(pk__in=chosen).order_by("number")))
    kept = f"fate={fate}&" if fate else ""
    contributions = ngettext("%(count)d contribution", "%(count)d contributions", coverage.total)
    return AccountsPage(
        coverage=coverage,
        figures=numbers_of(coverage, url),
        people=f"{contributions % {'count': coverage.total}} {by_how_many(coverage.people, coverage.bodies)}",
        facets=_facets(coverage, fate, url),
        lines=[_line(found, row) for row in page[:A_PAGE]],
        older=f"{url}?{kept}after={page[A_PAGE - 1].number}#texts" if len(page) > A_PAGE else "",
        newer=(f"{url}?fate={fate}#texts" if fate else f"{url}#texts") if after else "",
    )


def _of(found: Found, fate: str) -> SourceQuerySet:
    rows = accounted(found.consultation).filter(must_be_accounted_for=True)
    return rows.filter(_FATES[fate]) if fate else rows


def _facets(coverage: Coverage, current: str, url: str) -> list[Facet]:
    counts = (
        ("cited", _("Cited"), coverage.cited),
        ("passage", _("Cited by passage"), coverage.by_passage),
        ("aside", pgettext("contributions", "Set aside"), coverage.set_aside),
        ("bulk", _("Set aside several at once"), coverage.in_bulk),
        ("waiting", pgettext("contributions", "Waiting"), coverage.waiting),
        ("withdrawn", pgettext("contributions", "Withdrawn"), coverage.withdrawn),
        ("hidden", pgettext("contributions", "Hidden"), coverage.hidden),
    )
    return [
        Facet(words, f"{url}#texts" if fate == current else f"{url}?fate={fate}#texts", count, fate == current)
        for fate, words, count in counts
        if count or fate == current
    ]


def _line(found: Found, source: Source) -> Accounted:
    told = source.__dict__
    numbers = sorted({citation.finding_version.finding.number for citation in told["uses"]})
    return Accounted(
        name=name_of(source),
        url=address_of(source),
        said=said(source),
        findings=[
            Link(_("Finding %(number)d") % {"number": n}, reverse("finding", args=[found.consultation.number, n]))
            for n in numbers
        ],
        aside=capfirst(str(SetAsideReason(told["aside_reason"]).label)) if told["aside_reason"] and not numbers else "",
        aside_words=(told["aside_words"] or "") if not numbers else "",
        in_bulk=bool(told["aside_in_bulk"]),
    )
