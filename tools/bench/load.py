"""The load: ``wrk``, which costs two cores almost nothing, for so many seconds over so many connections."""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("wrk.lua")
# As browsers ask.
HEADERS = {"Accept-Language": "fr", "Accept-Encoding": "gzip", "Accept": "text/html"}
PATIENCE = 60
# What was under way when the time is over counts for nothing: so few answers tell little.
FEW, LONGER = 2, 5


class LoadFailed(RuntimeError):
    """What was measured is not what was meant to be: an answer was an error, or there was none."""


@dataclass(frozen=True)
class Form:
    """A form to be sent once: where, as whom, and what was filled in (as browsers encode it)."""

    path: str
    cookies: str
    fields: str


@dataclass(frozen=True)
class Load:
    """What the load came to. Waiting times are in milliseconds. Forms are ``accepted``, ``refused``, or run out."""

    requests: int
    seconds: float
    p50: float
    p95: float
    p99: float
    accepted: int
    refused: int
    ran_out: int

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


def read(url: str, *, connections: int, seconds: int, headers: Mapping[str, str] | None = None) -> Load:
    """Ask for one page, for longer if hardly any came. Raises LoadFailed if any answer was an error."""
    load, failed = _run(url, connections, seconds, headers or {})
    if load.requests < FEW * connections and not failed:
        load, failed = _run(url, connections, seconds * LONGER, headers or {})
    if failed or not load.requests:
        raise LoadFailed(f"{url}: {failed} of {load.requests} requests failed")
    return load


def send(origin: str, forms: Sequence[Form], *, connections: int, seconds: int) -> Load:
    """Send forms, each once. Raises LoadFailed if one was refused, or if there were too few."""
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as file:
        file.writelines(f"{form.path}\t{form.cookies}\t{form.fields}\n" for form in forms)
        file.flush()
        load, failed = _run(origin, connections, seconds, {}, BENCH_FORMS=file.name)
    if load.ran_out:
        raise LoadFailed(f"{forms[0].path}: {len(forms)} forms are too few for {seconds} s")
    if failed or load.refused or not load.accepted:
        raise LoadFailed(f"{forms[0].path}: {load.refused} of {load.requests} forms were refused, {failed} failed")
    return load


def _run(url: str, connections: int, seconds: int, headers: Mapping[str, str], **environment: str) -> tuple[Load, int]:
    said = [part for name, value in {**HEADERS, **headers}.items() for part in ("-H", f"{name}: {value}")]
    with tempfile.TemporaryDirectory(prefix="cestvous-load-") as folder:
        answer = Path(folder) / "answer.json"
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout=30s", f"--script={SCRIPT}", *said, url]
        ran = subprocess.run(
            command,
            env={**os.environ, **environment, "BENCH_ANSWER": str(answer)},
            capture_output=True,
            text=True,
            timeout=seconds + PATIENCE,
            check=False,
        )
        if ran.returncode or not answer.exists():
            raise LoadFailed(f"{' '.join(command)}\n{ran.stdout}{ran.stderr}")
        told = json.loads(answer.read_text(encoding="ascii"))
    failed = int(told.pop("failed"))
    told.pop("bytes")
    whole = {name: int(told.pop(name)) for name in ("requests", "accepted", "refused", "ran_out")}
    return Load(**whole, **told), failed
