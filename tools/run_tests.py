"""Runs the suite: what uses a database on SQLite, then everything on PostgreSQL, whose last line counts for both.

Arguments go to pytest as they are. The second run holds a test that fails if the first one failed, so that the line
that closes the report says the truth about both.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROCESSES = min(os.cpu_count() or 1, 4)
NOTHING_TO_RUN = 5


def _pytest(*arguments: str, **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", "--numprocesses", str(PROCESSES), "--durations=15", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def main(arguments: list[str]) -> int:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="cestvous-outcome-") as folder:
        outcome = Path(folder) / "sqlite.json"
        on_sqlite = ["--database=sqlite", "-m", "database and not matrix", f"--outcome={outcome}"]
        print("On SQLite: what uses a database, without the full matrices", flush=True)
        first = _pytest(*on_sqlite, *arguments)
        print(f"\nOn SQLite: {time.monotonic() - began:.0f} s. On PostgreSQL: everything", flush=True)
        told = {"OUTCOME_ON_SQLITE": str(outcome)} if first != NOTHING_TO_RUN else {}
        second = _pytest("--database=postgresql", *arguments, **told)
    return next((status for status in (second, first) if status not in {0, NOTHING_TO_RUN}), 0)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
