"""What is built of one version is the same bytes, whoever builds it and when."""

import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

from tools.supply.lock import ROOT

BUILT_OF = ("pyproject.toml", "README.md", "LICENSE", "src")


def built(folder: Path, instant: int) -> str:
    """The digest of a wheel built of a copy whose files are all that old."""
    for name in BUILT_OF:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    for path in folder.rglob("*"):
        os.utime(path, (instant, instant))
    command = [ROOT / ".tools" / "bin" / "uv", "build", "--quiet", "--wheel", "--out-dir", folder / "built", folder]
    subprocess.run([str(part) for part in command], check=True, timeout=120)
    (wheel,) = (folder / "built").glob("*.whl")
    return sha256(wheel.read_bytes()).hexdigest()


def test_a_wheel_built_twice_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "another").mkdir()
    assert built(tmp_path / "one", 1_700_000_000) == built(tmp_path / "another", 1_780_000_000)
