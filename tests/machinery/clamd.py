"""A real virus scanner on this machine, which knows one virus: the one that stands for all of them in tests."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.machinery.services import until

# In two halves, so that no scanner takes this very file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"
PROGRAM = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin") or "clamd"


@contextmanager
def clamd(folder: Path) -> Iterator[str]:
    """Its socket, while it runs."""
    known, socket, settings = folder / "known", folder / "clamd.ctl", folder / "clamd.conf"
    known.mkdir(exist_ok=True)
    (known / "ours.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
    settings.write_text(
        f"LocalSocket {socket}\nDatabaseDirectory {known}\nForeground true\nStreamMaxLength 25M\nMaxThreads 2\n"
    )
    with subprocess.Popen(
        [PROGRAM, f"--config-file={settings}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            until(socket.exists, "the virus scanner listens")
            yield str(socket)
        finally:
            process.terminate()
            process.wait(30)
