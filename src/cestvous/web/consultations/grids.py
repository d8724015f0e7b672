"""Phases, activities and openings as a process last read them: they are the same as long as the edition is.

Whoever changes them counts the consultation's edition up in the same transaction; writers rely on it too (``lock``).
"""

import io
import pickle
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any

from django.db import connections
from django.db.models import prefetch_related_objects

from cestvous.procedure.consultations.models import GRID, Consultation
from cestvous.procedure.rules.grid import Grid
from cestvous.procedure.rules.schedule import Schedule

MOST = 200
# By key and edition: phases and activities, of which each page has a copy of its own; grid and schedule, which never
# change and are the same for all.
_known: OrderedDict[tuple[int, int], tuple[bytes, Grid, Schedule]] = OrderedDict()
_lock = Lock()


class _Pickler(pickle.Pickler):
    """Leaves out the consultation to which all of it leads back: it is read anew by each page."""

    def persistent_id(self, obj: Any) -> str | None:
        return "consultation" if isinstance(obj, Consultation) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, known: bytes, consultation: Consultation) -> None:
        super().__init__(io.BytesIO(known))
        self.consultation = consultation

    def persistent_load(self, pid: Any) -> Consultation:
        return self.consultation


def read_grid(consultation: Consultation) -> None:
    """Give a consultation its phases and activities, a copy of its own; three queries if this edition is not known."""
    read_grids([consultation])


def read_grids(consultations: Sequence[Consultation]) -> None:
    """The same for several: three queries for all those that are not known."""
    # Within a transaction stands what may never be committed.
    settled = [row for row in consultations if not connections[row._state.db or "default"].in_atomic_block]
    with _lock:
        known = {row.pk: _known.get((row.pk, row.edition)) for row in settled}
    unknown = [row for row in consultations if known.get(row.pk) is None]
    prefetch_related_objects(unknown, *GRID)
    for consultation in settled:
        kept = known[consultation.pk]
        if kept is None:
            _keep(consultation)
        else:
            rows, consultation.grid, consultation.schedule = kept
            consultation.phases, consultation.activities = _Unpickler(rows, consultation).load()


def _keep(consultation: Consultation) -> None:
    grid, schedule = consultation.grid, consultation.schedule
    for activity in consultation.activities:
        # The grid has said all that openings say.
        activity.__dict__.pop("_prefetched_objects_cache", None)
    pickled = io.BytesIO()
    _Pickler(pickled, pickle.HIGHEST_PROTOCOL).dump((consultation.phases, consultation.activities))
    with _lock:
        _known[consultation.pk, consultation.edition] = (pickled.getvalue(), grid, schedule)
        if len(_known) > MOST:
            _known.popitem(last=False)


def forget() -> None:
    """For tests, whose cities come and go under the same numbers."""
    with _lock:
        _known.clear()
