"""Reading many rows in constant memory."""

from collections.abc import Iterator
from functools import reduce
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

ROWS = 200
M = TypeVar("M", bound=Model)


def in_batches(rows: QuerySet[M], *keys: str) -> Iterator[M]:
    """The rows in the order of ``keys``, which together name each of them once; ROWS at a time, by keyset.

    No statement outlives its batch: whoever downloads slowly holds nothing back in the database.
    """
    ordered = rows.order_by(*keys)
    batch = list(ordered[:ROWS])
    while batch:
        yield from batch
        if len(batch) < ROWS:
            return
        beyond = _beyond(keys, [_value(batch[-1], key) for key in keys])
        for row in batch:
            _let_go(row)
        batch = list(ordered.filter(beyond)[:ROWS])


def together(rows: Iterator[M]) -> Iterator[list[M]]:
    """Rows read ``in_batches``, a batch at a time: what else is told of them is asked once for all of it."""
    while batch := list(islice(rows, ROWS)):
        yield batch


def _let_go(row: Model) -> None:
    """A row and what it was joined with name each other: parted, they leave memory now, not when Python next looks."""
    joined, row._state.fields_cache = row._state.fields_cache, {}
    prefetched: dict[str, Any] = row.__dict__.pop("_prefetched_objects_cache", {})
    for each in (*joined.values(), *(one for many in prefetched.values() for one in many)):
        if isinstance(each, Model):
            _let_go(each)


def _value(row: Model, key: str) -> Any:
    return reduce(getattr, key.split("__"), row)


def _beyond(keys: tuple[str, ...], last: list[Any]) -> Q:
    """After the row whose keys have these values: a > 1, or a = 1 and b > 2, …"""
    beyond, same = Q(), Q()
    for key, value in zip(keys, last, strict=True):
        beyond |= same & Q(**{f"{key}__gt": value})
        same &= Q(**{key: value})
    return beyond
