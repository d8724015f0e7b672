"""The texts that a finding rests on, page by page, and those among them that a number counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Count, Q
from django.utils.translation import gettext as _

from cestvous.activities.syntheses.models import Citation, FindingVersion
from cestvous.foundation.authors.models import BODIES, PEOPLE
from cestvous.kernel.databases.prepared import Blank, Prepared
from cestvous.web.design.drawing import Part
from cestvous.web.design.shapes import Facet, Figure
from cestvous.web.syntheses.cited import CITATIONS, COLUMNS, Cited, cited

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
    """One page of the texts that a version of a finding rests on. ``support``: how many, where it is not said above."""

    support: Sequence[Figure]
    facets: Sequence[Facet]
    cited: Sequence[Cited]
    start_url: str
    next_url: str


def texts_of(
    version: FindingVersion, url: str, asked: Mapping[str, str], support: Sequence[Figure] = ()
) -> Part[Texts]:
    """The texts that a version rests on, by their numbers, as an address asks for them: one query.

    ``texts``: from a place ("127-4411") on. ``cited``: only those by passage, whole, by people, …
    """
    which, place = asked.get("cited", ""), asked.get("texts", "")
    which = which if which in (*_WHICH, ALIKE) else ""
    number, _dash, key = place.partition("-")
    is_place = number.isascii() and number.isdigit() and key.isascii() and key.isdigit() and len(place) < 24
    told = {"number": int(number), "key": int(key)} if is_place else {}
    rows = _QUERY.rows(which, is_place, finding_version=version.pk, **told)

    def made() -> Texts:
        page = [CITATIONS.of(row) for row in rows]
        following = page[TEXTS_A_PAGE:]
        kept = f"cited={which}&" if which else ""
        start = f"{url}?cited={which}#texts" if which else f"{url}#texts"
        return Texts(
            support=support,
            facets=_facets(url, which),
            cited=[cited(row) for row in page[:TEXTS_A_PAGE]],
            start_url=start if place else "",
            next_url=f"{url}?{kept}texts={following[0].number}-{following[0].pk}#texts" if following else "",
        )

    return Part("syntheses/texts.html", "texts", (url, which, bool(place), support, rows), made)


def _query(which: str, is_place: bool) -> Any:
    rows = Citation.objects.filter(finding_version=Blank("finding_version", BigIntegerField()))
    if which == ALIKE:
        said = rows.order_by().values("version__fingerprint").annotate(texts=Count("source", distinct=True))
        rows = rows.filter(version__fingerprint__in=said.filter(texts__gt=1).values("version__fingerprint"))
    elif which:
        rows = rows.filter(_WHICH[which])
    if is_place:
        number, key = Blank("number", BigIntegerField()), Blank("key", BigIntegerField())
        rows = rows.filter(number__gte=number).exclude(number=number, pk__lt=key)
    return rows.order_by("number", "pk").values_list(*COLUMNS)[: TEXTS_A_PAGE + 1]


_QUERY = Prepared(_query)


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
