"""What a run saw, as it is written to a file and read again."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

VISITOR, RESIDENT = "visitor", "resident"
FRESH, KEPT, UNCHANGED, WRITE = "fresh", "kept", "304", "write"


@dataclass(frozen=True)
class Measure:
    """One page, for one reader, over so many connections.

    Waiting times are in milliseconds, ``web_ms`` and ``database_ms`` the processor's time that one request cost each.
    ``bare_rate`` and ``bare_ms``: the same of the bare page, just before and just after. ``queries``: None if none were
    counted. ``how``: FRESH, KEPT, UNCHANGED or WRITE.
    """

    page: str
    who: str
    how: str
    connections: int
    queries: int | None
    bytes: int
    requests: int
    rate: float
    p50: float
    p95: float
    p99: float
    web_ms: float
    database_ms: float
    bare_rate: float
    bare_ms: float

    def __str__(self) -> str:
        named = f"{self.page}, {self.who}, {self.how}, {self.connections} at once"
        return f"{named}: {self.rate:.1f}/s, {self.ratio:.3f} of the bare page, {self.p95:.0f} ms for 95 of 100"

    @property
    def key(self) -> tuple[str, str, str, int]:
        return (self.page, self.who, self.how, self.connections)

    @property
    def ratio(self) -> float:
        """Its rate, in rates of the bare page."""
        return self.rate / self.bare_rate

    @property
    def cpu_ms(self) -> float:
        return self.web_ms + self.database_ms

    @property
    def cost(self) -> float:
        """What it costs the processors, in bare pages: steadier than rates on a machine that does other things."""
        return self.cpu_ms / self.bare_ms


@dataclass(frozen=True)
class City:
    """What was seen of a city of one size. ``memory``: the heaviest web process after the load, in megabytes."""

    size: str
    counts: dict[str, int]
    measures: list[Measure]
    memory: float
    database_megabytes: float = 0.0

    @classmethod
    def read(cls, file: Path) -> Self:
        return cls.of(json.loads(file.read_text(encoding="utf-8")))

    @classmethod
    def of(cls, told: dict[str, object]) -> Self:
        measures = told.pop("measures")
        assert isinstance(measures, list)
        return cls(**told, measures=[Measure(**each) for each in measures])  # type: ignore[arg-type]  # as written

    def write(self, file: Path) -> None:
        _write(file, self)


@dataclass(frozen=True)
class Run:
    """Everything that one `make bench` saw, and on which machine."""

    facts: dict[str, str]
    cities: list[City] = field(default_factory=list)

    @classmethod
    def read(cls, file: Path) -> Self:
        told = json.loads(file.read_text(encoding="utf-8"))
        return cls(told["facts"], [City.of(city) for city in told["cities"]])

    def write(self, file: Path) -> None:
        _write(file, self)

    def city(self, size: str) -> City | None:
        return next((city for city in self.cities if city.size == size), None)

    def growth(self, measure: Measure, small: str, large: str) -> float | None:
        """How many times more a page costs in the large city, in bare pages; None if it was not seen in both."""
        found = [
            next((each for each in city.measures if each.key == measure.key), None)
            for city in map(self.city, (small, large))
            if city is not None
        ]
        few, many = found if len(found) == 2 else (None, None)
        return few.ratio / many.ratio if few and many else None


def _write(file: Path, what: City | Run) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(what), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
