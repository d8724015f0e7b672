"""What is wrong with a file: each problem with its line, its field and the reason in words."""

from dataclasses import dataclass, field

SHOWN = 50


@dataclass(frozen=True)
class Problem:
    """``field`` is empty when it is the whole line that is wrong."""

    line: int
    field: str
    reason: str


@dataclass
class Problems:
    """The first SHOWN problems of a file, and how many there are."""

    shown: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, reason: str, field: str = "") -> None:
        self.count += 1
        if len(self.shown) < SHOWN:
            self.shown.append(Problem(line, field, reason))

    def __bool__(self) -> bool:
        return self.count > 0
