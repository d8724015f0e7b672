"""Contributions that resemble a title being written, so that nobody says alone what others have said."""

from collections.abc import Sequence
from math import log

from django.urls import reverse
from django.utils.translation import gettext as _

from cestvous.activities.contributions import kind
from cestvous.activities.contributions.models import Contribution, ContributionQuerySet
from cestvous.kernel.stems import stems
from cestvous.kernel.text import set_in
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.design.shapes import Link

LONGEST_TITLE = 160
_MOST_STEMS, _MOST = 12, 5
# Asked while somebody types: only so many of the latest contributions are weighed.
_AMONG = 1_000
# A word in the text weighs less than one in the title, and so does one among many in a long title.
_IN_TEXT, _PER_LETTER = 0.3, 0.003


def resembling(consultation: Consultation, title: str) -> list[Link]:
    """At most five published contributions that share rare words with ``title``, the most alike first: two queries.

    The latest _AMONG contributions are weighed. A word counts by how few of them say it (its inverse document
    frequency), as in any search engine; words that everybody says decide nothing. Nothing resembles a title by one word
    of a text alone.
    """
    best = most_alike(consultation, title)
    if not best:
        return []
    found = _published(consultation).filter(number__in=best).select_related("source__current").order_by("number")
    rows = {row.number: row for row in found}
    # A text may have been withdrawn between the two queries.
    return [_link(consultation, rows[number]) for number in best if number in rows]


def most_alike(consultation: Consultation, title: str) -> list[int]:
    """The numbers of the contributions that resemble ``title``, the most alike first: one query."""
    wanted = stems(title[:LONGEST_TITLE])[:_MOST_STEMS]
    if not wanted:
        return []
    latest = _published(consultation).order_by("-number").values("pk")[:_AMONG]
    return _best(list(Contribution.objects.filter(pk__in=latest).places_of(wanted)), len(wanted))


def _published(consultation: Consultation) -> ContributionQuerySet:
    return Contribution.objects.to(row for row in consultation.activities if row.kind == kind.NAME).published()


def _best(rows: Sequence[tuple[int, ...]], words: int) -> list[int]:
    """Numbers of the most alike. Each row: a number, where its title ends, and where it says each word (0: nowhere)."""
    said = [sum(1 for row in rows if row[2 + word]) for word in range(words)]
    rarity = [log(1 + len(rows) / count) if count else 0.0 for count in said]
    scored = []
    for number, edge, *places in rows:
        in_title = [weight for place, weight in zip(places, rarity, strict=True) if 0 < place < edge]
        in_text = [weight for place, weight in zip(places, rarity, strict=True) if place > edge]
        if in_title or len(in_text) > 1:
            score = (sum(in_title) + _IN_TEXT * sum(in_text)) / (1 + _PER_LETTER * edge)
            scored.append((-score, number))
    return [number for _score, number in sorted(scored)[:_MOST]]


def _link(consultation: Consultation, row: Contribution) -> Link:
    title = _("n° %(number)d · %(title)s") % {"number": row.number, "title": set_in(row.source.language, row.title)}
    return Link(title, reverse("contribution", args=[consultation.number, row.number]))
