"""What is where in a city that was filled to be measured. ``tools.bench.seed`` writes it, ``measuring`` reads it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True)
class Places:
    """Numbers are those of addresses.

    ``consultation`` takes contributions, positions and comments; ``concluded`` has a published synthesis of a hundred
    findings, among them ``finding``. ``deep`` is the address of a page far down the list. All of ``people``, given by
    their addresses of e-mail, can write, and sign in with ``password``; the first is who reads. ``counts`` says how
    many there are of what.
    """

    consultation: int
    concluded: int
    contribution_with_100_comments: int
    finding: int
    deep: str
    people: list[str]
    password: str
    search_word: str
    counts: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> Self:
        """What the file says beyond this is passed over."""
        told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        told["counts"] = dict(_flat(told.get("counts", {})))
        return cls(**{name: value for name, value in told.items() if name in cls.__dataclass_fields__})


def _flat(counts: Mapping[str, Any], of: str = "") -> Iterator[tuple[str, int]]:
    """Counts of counts, each by one name: ``{"concluded": {"finding": 100}}`` is a hundred ``concluded finding``."""
    for name, count in counts.items():
        if isinstance(count, Mapping):
            yield from _flat(count, f"{of}{name} ")
        else:
            yield f"{of}{name}", int(count)
