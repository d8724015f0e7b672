"""What the demo starts ends with it, however it ends."""

import shutil
import subprocess
import sys
import time

import pytest

PATIENCE = 20.0
# Prints the number of its child, then waits to be killed.
PARENT = """
import sys, time
from cestvous.commands.demo.children import Children
with Children() as children:
    children.start("sleeper", [sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(99)"])
    time.sleep(99)
"""


def _runs(process: int) -> bool:
    """Is it there, and not a zombie that nobody has buried yet?"""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as told:
            return told.read().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except FileNotFoundError:
        return False


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="only Linux ends the children of one that was killed")
def test_children_do_not_outlive_a_parent_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert _runs(child)
        parent.kill()
        until = time.monotonic() + PATIENCE
        while _runs(child) and time.monotonic() < until:
            time.sleep(0.05)
        assert not _runs(child)
