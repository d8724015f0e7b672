"""Which files are taken, and whether one is what its name says."""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

import filetype
from django.utils.translation import gettext as _

from cestvous.foundation.files.models import FileKind
from cestvous.kernel import text
from cestvous.kernel.verdicts import Refused, Verdict

LONGEST_NAME = 100
# No text document unpacks to more; what does is made to fill somebody's memory.
MOST_ENTRIES, MOST_UNPACKED, MOST_PACKED_TIMES = 5_000, 300_000_000, 200
_ENTRY = b"PK\x01\x02"
_ODF = "application/vnd.oasis.opendocument."
_OOXML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Format:
    """A sort of file that is taken. ``inside``: for a zipped document, the folder in which its words stand."""

    kind: FileKind
    media_type: str
    inside: str = ""


_JPEG = Format(FileKind.PICTURE, "image/jpeg")
FORMATS = {
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".png": Format(FileKind.PICTURE, "image/png"),
    ".webp": Format(FileKind.PICTURE, "image/webp"),
    ".pdf": Format(FileKind.DOCUMENT, "application/pdf"),
    ".odt": Format(FileKind.DOCUMENT, f"{_ODF}text"),
    ".ods": Format(FileKind.DOCUMENT, f"{_ODF}spreadsheet"),
    ".odp": Format(FileKind.DOCUMENT, f"{_ODF}presentation"),
    ".docx": Format(FileKind.DOCUMENT, f"{_OOXML}wordprocessingml.document", "word/"),
    ".xlsx": Format(FileKind.DOCUMENT, f"{_OOXML}spreadsheetml.sheet", "xl/"),
    ".pptx": Format(FileKind.DOCUMENT, f"{_OOXML}presentationml.presentation", "ppt/"),
    ".txt": Format(FileKind.DOCUMENT, "text/plain"),
    ".csv": Format(FileKind.DOCUMENT, "text/csv"),
}


def _refused(reason: str, remedy: str = "") -> Refused:
    return Refused(Verdict.no(reason, remedy=remedy))


def endings(only: FileKind | None = None) -> list[str]:
    """The endings of the names of what is taken."""
    return [ending for ending, known in FORMATS.items() if only in (None, known.kind)]


def taken(only: FileKind | None = None) -> str:
    """What is taken, for a sentence: "JPG, PNG, PDF"."""
    return ", ".join(ending[1:].upper() for ending in endings(only) if ending != ".jpeg")


def cleaned(name: str) -> str:
    """A file's name without folders, without what can't be seen or stands in addresses, and short; its ending kept."""
    bare = text.clean(name.replace("\\", "/").rsplit("/", 1)[-1])
    bare = "".join(character if character.isalnum() or character in " ._-()'’" else "-" for character in bare)
    path = PurePosixPath(" ".join(bare.split()).strip(". "))
    stem = path.stem.strip(" .-") if path.suffix else path.name
    stem = stem[:LONGEST_NAME] or _("file")
    return f"{stem}{path.suffix.lower()[:8]}"


def format_of(name: str, only: FileKind | None = None) -> Format:
    """What a file says it is, by the ending of its cleaned name. Raises Refused for what is not taken."""
    known = FORMATS.get(PurePosixPath(name).suffix)
    if known is None or only not in (None, known.kind):
        raise _refused(
            _("“%(name)s” is of a type that is not taken.") % {"name": name},
            _("These are: %(types)s.") % {"types": taken(only)},
        )
    return known


def check(name: str, said: Format, content: bytes) -> None:
    """Raises Refused, in words, for a file that is not what the ending of its name says."""
    guessed = filetype.guess_mime(content[:8_192]) or ""
    if said.media_type.startswith("text/"):
        _check_text(name, content)
    elif said.media_type.startswith((_ODF, _OOXML)):
        _check_zipped(name, said, content)
    elif guessed != said.media_type:
        raise _not_what_it_says(name)


def _not_what_it_says(name: str) -> Refused:
    return _refused(
        _("“%(name)s” is not what the ending of its name says.") % {"name": name},
        _("Open it, save it again in the type you want, and send that."),
    )


def _check_text(name: str, content: bytes) -> None:
    try:
        words = content.decode()
    except UnicodeDecodeError:
        # As spreadsheets in French still write their tables.
        words = content.decode("cp1252", "replace")
    if any(character < " " and character not in "\t\n\r\f" for character in words):
        raise _not_what_it_says(name)


def _check_zipped(name: str, said: Format, content: bytes) -> None:
    """A zipped document, judged by its table of contents: nothing is unpacked."""
    # Counted before the table is read, which itself may be made to fill memory.
    if not content.startswith(b"PK\x03\x04") or content.count(_ENTRY) > MOST_ENTRIES:
        raise _not_what_it_says(name)
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            entries = packed.infolist()
            names = {entry.filename for entry in entries}
            unpacked = sum(entry.file_size for entry in entries)
            if unpacked > MOST_UNPACKED or unpacked > MOST_PACKED_TIMES * len(content):
                raise _refused(_("“%(name)s” would unpack to more than any document holds.") % {"name": name})
            is_it = _is_ooxml(said, names) if said.inside else _mimetype(packed, entries) == said.media_type
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        raise _not_what_it_says(name) from None
    if not is_it:
        raise _not_what_it_says(name)
    # Who reads such a file looks for its entries whatever their case.
    bare = {entry.casefold() for entry in names}
    if any(entry.startswith(("basic/", "scripts/")) or entry.endswith("vbaproject.bin") for entry in bare):
        raise _refused(
            _("“%(name)s” contains macros, which are not taken.") % {"name": name},
            _("Save it without them, or as PDF, and send that."),
        )


def _mimetype(packed: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str:
    """What an OpenDocument file says it is, in the small entry that must come first."""
    first = entries[0] if entries else None
    if first is None or first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        return ""
    return packed.read(first).decode("ascii", "replace") if first.file_size <= 100 else ""


def _is_ooxml(said: Format, names: set[str]) -> bool:
    return "[Content_Types].xml" in names and any(name.startswith(said.inside) for name in names)
