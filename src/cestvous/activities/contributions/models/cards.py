"""Contributions as a list shows them: rows of plain values, by which a page knows whether it has drawn them before."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, NamedTuple

from django.db.models import BigAutoField, F, QuerySet

from cestvous.activities.contributions.models.contribution import Contribution, ContributionQuerySet
from cestvous.activities.contributions.models.orders import Order
from cestvous.foundation.sources.models import columns_in_one_row
from cestvous.kernel.databases.instances import Instances
from cestvous.kernel.databases.prepared import Among, Prepared

_SHOWN = (
    *("id", "number", "for_count", "mixed_count", "against_count", "same_text", "file_count"),
    *("thread__id", "thread__comment_count", "theme__id", "theme__name", "neighbourhood__id", "neighbourhood__name"),
    *columns_in_one_row("source__"),
)
_SOURCE = _SHOWN.index("source__id")
_INSTANCES = Instances(Contribution, *_SHOWN)


class Row(NamedTuple):
    """One contribution of a list: ``values`` are all that a card says, ``place`` is where it stands in its order."""

    values: tuple[Hashable, ...]
    number: int
    source: int
    place: int

    def contribution(self) -> Contribution:
        """The contribution itself, with ``same_text`` and ``file_count``. Costs no query."""
        return _INSTANCES.of(self.values)


def _cards() -> Any:
    rows = Contribution.objects.with_same_text().with_file_count().published()
    return rows.filter(Among(F("pk"), "keys", BigAutoField())).order_by().values_list(*_SHOWN)


_CARDS = Prepared(_cards)


def places(rows: ContributionQuerySet, order: Order, most: int) -> Any:
    """The first ``most`` of ``rows`` in an order: the key and the place of each."""
    arranged: QuerySet[Any, Any] = order.arrange(rows)
    return arranged.values_list("pk", "place")[:most]


def cards(chosen: Iterable[tuple[Any, ...]]) -> list[Row]:
    """What a list shows of those whose key and place were ``chosen``, in that order: one query.

    Of a text that is no longer published, nothing, whatever it was chosen by.
    Chosen first, by their keys alone: a planner that joins so many tables would else join all there is.
    """
    wanted: dict[int, int] = dict(chosen)
    found = {row[0]: row for row in _CARDS.rows(keys=list(wanted))} if wanted else {}
    return [Row(found[key], found[key][1], found[key][_SOURCE], place) for key, place in wanted.items() if key in found]
