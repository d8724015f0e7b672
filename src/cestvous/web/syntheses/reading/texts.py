"""The texts that a finding rests on, page by page, and those among them that a number counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from cestvous.activities.syntheses.models import Citation, FindingVersion
from cestvous.foundation.authors.models import BODIES, PEOPLE
from cestvous.web.design.shapes import Facet
from cestvous.web.syntheses.cited import WITH_PLACE, WITH_WORDS, Cited, cited

TEXTS_A_PAGE = 20
_WHICH = {
    "passage": Q(passage__isnull=False),
    "whole": Q(passage__isnull=True),
    "people": Q(source__author__kind__in=PEOPLE),
    "bodies": Q(source__author__kind__in=BODIES),
}
# Those that say the same as another one, word for word.
ALIKE = "alike"


@dataclass(frozen=True)
class Texts:
    """One page of the texts that a version of a finding rests on."""

    facets: Sequence[Facet]
    cited: Sequence[Cited]
    start_url: str
    next_url: str


def texts_of(version: FindingVersion, url: str, asked: Mapping[str, str]) -> Texts:
    """The texts that a version rests on, by their numbers, as an address asks for them: one query.

    ``texts``: from a place ("127-4411") on. ``cited``: only those by passage, whole, by people, …
    """
    which, place = asked.get("cited", ""), asked.get("texts", "")
    which = which if which in (*_WHICH, ALIKE) else ""
    rows = _chosen(version, which).select_related(*WITH_WORDS, WITH_PLACE)
    number, _dash, key = place.partition("-")
    if number.isascii() and number.isdigit() and key.isascii() and key.isdigit() and len(place) < 24:
        rows = rows.filter(number__gte=int(number)).exclude(number=int(number), pk__lt=int(key))
    page = list(rows.order_by("number", "pk")[: TEXTS_A_PAGE + 1])
    following = page[TEXTS_A_PAGE:]
    kept = f"cited={which}&" if which else ""
    start = f"{url}?cited={which}#texts" if which else f"{url}#texts"
    return Texts(
        facets=_facets(url, which),
        cited=[cited(row) for row in page[:TEXTS_A_PAGE]],
        start_url=start if place else "",
        next_url=f"{url}?{kept}texts={following[0].number}-{following[0].pk}#texts" if following else "",
    )


def _chosen(version: FindingVersion, which: str) -> QuerySet[Citation]:
    rows = Citation.objects.filter(finding_version=version)
    if which != ALIKE:
        return rows.filter(_WHICH[which]) if which else rows
    said = rows.order_by().values("version__fingerprint").annotate(texts=Count("source", distinct=True))
    return rows.filter(version__fingerprint__in=said.filter(texts__gt=1).values("version__fingerprint"))


def _facets(url: str, current: str) -> list[Facet]:
    words = {
        "passage": _("By passage"),
        "whole": _("Whole"),
        "people": _("By people"),
        "bodies": _("By organisations and councils"),
        ALIKE: _("Word for word the same"),
    }
    return [
        Facet(title, f"{url}#texts" if which == current else f"{url}?cited={which}#texts", is_current=which == current)
        for which, title in words.items()
    ]
