"""The file of a backup: a tar whose last member, the manifest, names every other one with its SHA-256.

Without its manifest a backup was interrupted. It never stands under its own name before it is whole and on the disk.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO, Protocol

from django.utils.translation import gettext as _

from cestvous.commands.backups.problems import BackupProblem

FORMAT, VERSION = "cestvous-backup", 1
MANIFEST = "manifest.json"
DATABASE = "database"
FILES = "files/"
LONGEST_MANIFEST = 512_000_000
A_PIECE = 1_048_576


@dataclass(frozen=True)
class Manifest:
    """What a backup holds.

    ``vendor``: of which database it is; ``migrations``: the last one of each app; ``number`` and ``link``: an entry
    that the register held; ``missing``: files that were not where they should be; ``members``: SHA-256 by name.
    """

    taken_at: str
    site: str
    vendor: str
    migrations: Mapping[str, str]
    number: int
    link: str
    missing: tuple[str, ...]
    members: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> bytes:
        told = {**self.__dict__, "format": FORMAT, "version": VERSION}
        return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()


class Readable(Protocol):
    """What gives its bytes piece by piece."""

    def read(self, size: int = -1, /) -> bytes: ...


class _Digesting:
    """Reads another stream and digests what it read."""

    def __init__(self, stream: Readable) -> None:
        self._stream, self._sha256 = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        read = self._stream.read(size)
        self._sha256.update(read)
        return read

    @property
    def digest(self) -> str:
        return self._sha256.hexdigest()


def digest_of(stream: Readable) -> str:
    """SHA-256 of what is left of a stream, in hexadecimal."""
    digesting = _Digesting(stream)
    while digesting.read(A_PIECE):
        pass
    return digesting.digest


class Writer:
    """Adds members one after the other; ``members`` holds their digests."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar, self.members = tar, dict[str, str]()

    def add(self, name: str, stream: Readable, size: int) -> None:
        """Raises OSError if the stream ends before ``size`` bytes, or the disk is full."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        read = _Digesting(stream)
        self._tar.addfile(member, read)
        self.members[name] = read.digest

    def close_with(self, manifest: Manifest) -> None:
        content = manifest.as_json()
        self.add(MANIFEST, io.BytesIO(content), len(content))


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """A new backup. What fails on the way leaves nothing behind; what was there already is never written over."""
    if path.exists():
        raise BackupProblem(_("%(file)s exists already.") % {"file": path})
    partial = path.with_name(f"{path.name}.partial")
    try:
        with open_for_us_alone(partial) as file:
            with tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    finally:
        partial.unlink(missing_ok=True)


def open_for_us_alone(path: Path) -> BinaryIO:
    """A file to write, which no other user of the machine can read at any moment: a new one, whoever put what there."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Every member with its content, in the order of the file. Raises BackupProblem for what is no tar."""
    with _read_as_tar(path), tarfile.open(path, mode="r|") as tar:
        names = set()
        for member in tar:
            # No holes either, of which a few bytes make as many terabytes; and of no two by one name is one the other.
            is_plain = member.isreg() and not member.issparse() and member.name not in names
            content = tar.extractfile(member) if is_plain else None
            if content is None or not _is_ours(member.name):
                raise BackupProblem(_("%(file)s is not a backup of this software.") % {"file": path})
            names.add(member.name)
            yield member.name, content


def _is_ours(name: str) -> bool:
    """Is it a name that we give: nothing that leads out of the place for files?"""
    if not name.startswith(FILES):
        return name in {DATABASE, MANIFEST}
    return all(part not in {"", ".", ".."} and "\\" not in part for part in name.split("/"))


def checked(path: Path) -> Manifest:
    """The manifest of a backup, once every member was read and found as it says. Raises BackupProblem, OSError."""
    found: dict[str, str] = {}
    manifest = None
    with _read_as_tar(path):
        for name, content in members(path):
            if manifest is not None:
                raise BackupProblem(_("%(file)s holds more than its manifest says.") % {"file": path})
            if name == MANIFEST:
                manifest = _read(path, content.read(LONGEST_MANIFEST))
            else:
                found[name] = digest_of(content)
    if manifest is None:
        raise _not_whole(path)
    for name, digest in manifest.members.items():
        if found.get(name) != digest:
            raise BackupProblem(
                _("%(file)s was damaged: %(member)s is not as it was.") % {"file": path, "member": name}
            )
    if found.keys() != manifest.members.keys() or DATABASE not in found:
        raise BackupProblem(_("%(file)s holds other things than its manifest says.") % {"file": path})
    return manifest


@contextmanager
def _read_as_tar(path: Path) -> Iterator[None]:
    try:
        yield
    except tarfile.TarError:
        raise _not_whole(path) from None


def _not_whole(path: Path) -> BackupProblem:
    return BackupProblem(_("%(file)s is not a whole backup: it was interrupted, or its end cut off.") % {"file": path})


def _read(path: Path, content: bytes) -> Manifest:
    try:
        told: dict[str, Any] = json.loads(content)
        kind, version = told.pop("format"), told.pop("version")
        if (kind, version) != (FORMAT, VERSION):
            raise BackupProblem(_("%(file)s was made by a newer version of this software.") % {"file": path})
        told["members"] = {str(name): str(digest) for name, digest in told["members"].items()}
        return Manifest(**{**told, "missing": tuple(told["missing"])})
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BackupProblem(_("%(file)s is not a backup of this software.") % {"file": path}) from None
