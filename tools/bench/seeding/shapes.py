"""How much of everything there is, for a number of contributions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """What a city is made of. Averages are per contribution; ``people`` have accounts, ``findings`` one synthesis."""

    contributions: int
    comments: float = 2.0
    positions: float = 3.0
    endorsements: float = 0.4
    findings: int = 100
    long_thread: int = 100

    @property
    def people(self) -> int:
        return max(60, self.contributions // 2)

    @property
    def questions(self) -> int:
        return max(5, self.contributions // 200)

    @property
    def waiting(self) -> int:
        """Contributions of the consultation whose synthesis is being written: nothing accounts for most of them yet."""
        return max(10, self.contributions // 4)

    @property
    def beside(self) -> int:
        """Contributions of each other consultation."""
        return max(5, self.contributions // 100)


SHAPES = {
    "tiny": Shape(40, findings=8, long_thread=60),
    "1k": Shape(1_000),
    "10k": Shape(10_000),
    "100k": Shape(100_000),
    # The ideas and comments with which adhocracy+ was measured.
    "adhocracy": Shape(500, comments=10.18),
}
