"""The process that looks at one file: a line that says what it is said to be, then its bytes; likewise the answer."""

import json
import resource
import sys
from contextlib import suppress

from cestvous.kernel.examining import pdf, pictures, zipped
from cestvous.kernel.examining.findings import Drawn, Unfit, Why
from cestvous.kernel.examining.limits import MOST_MEMORY, MOST_SECONDS


def _hold_back() -> None:
    """From here on: no more memory, no more time, no file written, no process begun."""
    # Should the machine run out of memory all the same, this process goes first, and no other.
    with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as score:
        score.write("1000")
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _looked_at(said: dict[str, str], content: bytes) -> Drawn | None:
    if said["kind"] == "picture":
        return pictures.redrawn(content)
    if said["kind"] == "pdf":
        pdf.judge(content)
    else:
        zipped.judge(content, said["media_type"], said["inside"])
    return None


def _answer(said: dict[str, str], content: bytes) -> tuple[dict[str, object], bytes]:
    try:
        drawn = _looked_at(said, content)
    except Unfit as unfit:
        return {"unfit": unfit.why, "told": unfit.told}, b""
    except (MemoryError, RecursionError):
        return {"unfit": Why.TAKES_TOO_MUCH, "told": {}}, b""
    if drawn is None:
        return {}, b""
    facts = {name: value for name, value in vars(drawn).items() if not isinstance(value, bytes)}
    return {"drawn": facts, "length": len(drawn.content)}, drawn.content + drawn.small


def main() -> None:
    """Read one file from standard input, and write what was found to standard output."""
    sent, answers = sys.stdin.buffer, sys.stdout.buffer
    said, content = json.loads(sent.readline()), sent.read()
    _hold_back()
    facts, made = _answer(said, content)
    answers.write(json.dumps(facts).encode() + b"\n" + made)
    answers.flush()


if __name__ == "__main__":
    main()
