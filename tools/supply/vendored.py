"""What others made and we carry in our own folders: listed in ``vendored.toml``, each with its digest."""

import tomllib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from tools.supply.lock import ROOT

PACKAGE = ROOT / "src" / "cestvous"
# What we write ourselves, by its ending. Whatever else lies in the package is listed, as ours or as another's.
WRITTEN = {".py", ".html", ".css", ".md", ".po", ".mo", ".toml", ".svg", ".typ", ".js"}


@dataclass(frozen=True)
class Vendored:
    """One file that others made. ``path`` begins at the root of this repository."""

    path: str
    name: str
    version: str
    origin: str
    licence: str
    notice: str
    sha256: str

    @property
    def digest(self) -> str:
        """Of the file as it lies there."""
        return sha256((ROOT / self.path).read_bytes()).hexdigest()


@cache
def _list() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads((Path(__file__).parent / "vendored.toml").read_text(encoding="utf-8"))


def kept() -> list[Vendored]:
    return [Vendored(**each) for each in _list()["file"]]


def of_unknown_origin() -> list[str]:
    """Files of the package that nobody says to be ours or another's."""
    known = {each for told in kept() for each in (told.path, told.notice)}
    ours = [path for each in _list()["ours"] for path in ROOT.glob(each["files"])]
    known |= {str(path.relative_to(ROOT)) for path in ours}
    found = (path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    names = {str(path.relative_to(ROOT)) for path in found if path.suffix not in WRITTEN}
    return sorted(names - known)
