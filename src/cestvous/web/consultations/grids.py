"""Phases, activities and openings as a process last read them: they are the same as long as the edition is.

Whoever changes them counts the consultation's edition up in the same transaction; writers rely on it too (``lock``).
"""

import io
import pickle
from collections import OrderedDict
from threading import Lock
from typing import Any

from django.db import connections

from cestvous.procedure.consultations.models import Consultation
from cestvous.procedure.rules.grid import Grid
from cestvous.procedure.rules.schedule import Schedule

MOST = 200
# Phases and activities, of which each page has a copy; grid and schedule never change, and are the same for all.
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
    # Within a transaction stands what may never be committed.
    is_settled = not connections[consultation._state.db or "default"].in_atomic_block
    edition = (consultation.pk, consultation.edition)
    with _lock:
        known = _known.get(edition) if is_settled else None
    if known is not None:
        rows, consultation.grid, consultation.schedule = known
        consultation.phases, consultation.activities = _Unpickler(rows, consultation).load()
    elif is_settled:
        _keep(edition, consultation)


def _keep(edition: tuple[int, int], consultation: Consultation) -> None:
    pickled = io.BytesIO()
    _Pickler(pickled, pickle.HIGHEST_PROTOCOL).dump((consultation.phases, consultation.activities))
    with _lock:
        _known[edition] = (pickled.getvalue(), consultation.grid, consultation.schedule)
        if len(_known) > MOST:
            _known.popitem(last=False)


def forget() -> None:
    """For tests, whose cities come and go under the same numbers."""
    with _lock:
        _known.clear()
