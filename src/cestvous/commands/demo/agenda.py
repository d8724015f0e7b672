"""What happens in the example city, in the order of time: acts are planned first, then done, each at its instant."""

from collections.abc import Callable, Iterator
from datetime import datetime

from cestvous.kernel import clock


class Agenda:
    """Acts with their instants. Two of the same instant keep the order in which they were planned."""

    def __init__(self) -> None:
        self._acts: list[tuple[datetime, int, Callable[[], object]]] = []

    def __len__(self) -> int:
        return len(self._acts)

    def plan(self, at: datetime, act: Callable[[], object]) -> None:
        self._acts.append((at, len(self._acts), act))

    def live(self) -> Iterator[datetime]:
        """Do everything, in order; yields the instant of each act once it is done."""
        for at, _order, act in sorted(self._acts, key=lambda planned: planned[:2]):
            with clock.at(at):
                act()
            yield at
