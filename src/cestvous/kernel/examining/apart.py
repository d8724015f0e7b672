"""Handing a file to the process that looks at it."""

import json
import subprocess
import sys
from collections.abc import Sequence
from threading import BoundedSemaphore

from cestvous.kernel.examining.findings import Drawn, Unfit, Why
from cestvous.kernel.examining.limits import AT_ONCE, MOST_SECONDS, WAIT_SECONDS

TURNS = BoundedSemaphore(AT_ONCE)
COMMAND = [sys.executable, "-I", "-m", "cestvous.kernel.examining"]


class Busy(Exception):
    """So many files are being looked at that this one had no turn."""


def examined(
    content: bytes, *, kind: str, media_type: str = "", inside: str = "", command: Sequence[str] = COMMAND
) -> Drawn | None:
    """A picture drawn anew; None for a document that may be taken. ``kind``: "picture", "pdf" or "zipped".

    Raises Unfit with the reason, also for what takes more memory or time than any file that people send; Busy if too
    many are looked at already.
    """
    said = json.dumps({"kind": kind, "media_type": media_type, "inside": inside}).encode()
    if not TURNS.acquire(timeout=WAIT_SECONDS):
        raise Busy
    try:
        # It inherits nothing of ours: neither the key of the site nor the address of its database.
        ran = subprocess.run(  # noqa: S603 — our own program, with no argument of anybody's
            command,
            input=said + b"\n" + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=2 * MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unfit(Why.TAKES_TOO_MUCH) from None
    except OSError:
        # No room for one more process.
        raise Busy from None
    finally:
        TURNS.release()
    return _answer(ran)


def _answer(ran: "subprocess.CompletedProcess[bytes]") -> Drawn | None:
    line, _newline, made = ran.stdout.partition(b"\n")
    if ran.returncode or not line:
        # Killed for what it took, or broken by what it read.
        raise Unfit(Why.TAKES_TOO_MUCH)
    facts = json.loads(line)
    if "unfit" in facts:
        raise Unfit(Why(facts["unfit"]), **facts["told"])
    if "drawn" not in facts:
        return None
    length = facts["length"]
    return Drawn(**facts["drawn"], content=made[:length], small=made[length:])
