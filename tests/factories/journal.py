"""The journal as the worker leaves it."""

from cestvous.foundation.journal.actions import seal
from cestvous.foundation.journal.models import Event, Unsealed


def journal(since: int = 0) -> list[str]:
    """The kinds of the events recorded so far, in their order."""
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))[since:]


def a_sealed_journal() -> int:
    """Seal everything recorded so far in this test; returns how many events that made.

    On PostgreSQL the sealer rightly leaves alone what the test's own, still open, transaction has written: here it is
    told that this was long ago.
    """
    Unsealed.objects.update(transaction=0)
    sealed = 0
    while now := seal():
        sealed += now
    return sealed
