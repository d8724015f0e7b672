"""What a run of the suite came to, kept in a file so that a run on another database can tell of it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """``counts``: how many tests passed, failed, …; ``passed``: pytest's own verdict on the whole."""

    passed: bool
    counts: dict[str, int]

    @classmethod
    def of(cls, reporter: Any, exit_status: int) -> "Outcome":
        kinds = ("passed", "failed", "error", "skipped", "xfailed")
        counts = {kind: len(reporter.stats.get(kind, ())) for kind in kinds}
        return cls(exit_status == 0, {kind: count for kind, count in counts.items() if count})

    @classmethod
    def read(cls, path: Path) -> "Outcome":
        """The outcome kept in a file; one that failed if there is none, for then the run never came to its end."""
        if not path.exists():
            return cls(False, {})
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    def keep(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    def __str__(self) -> str:
        return ", ".join(f"{count} {kind}" for kind, count in self.counts.items()) or "nothing was run to its end"
