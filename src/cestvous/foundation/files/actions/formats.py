"""Which files are taken, and whether one is what its name says."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

import filetype
from django.utils.translation import gettext as _

from cestvous.foundation.files.actions.refusals import unfit_in_words
from cestvous.foundation.files.models import FileKind
from cestvous.kernel import text
from cestvous.kernel.examining.apart import Busy, examined
from cestvous.kernel.examining.findings import Drawn, Unfit, Why
from cestvous.kernel.verdicts import Refused, Verdict

LONGEST_NAME = 100
# Names that Windows keeps for devices: a file of one of them can't be saved, or is a printer.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)
# What a spreadsheet takes for a formula rather than for words, or an old one for a call of another program.
_FORMULA = re.compile(r"(?:^|[;,\t])[ \"]*(?:=|[+\-@][^;,\t\n]*[|(!])", re.MULTILINE)
# By which a table says itself what parts its cells: what is no formula between commas may be one then.
_SEPARATOR = re.compile(r"[ \"]*sep=", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_ODF = "application/vnd.oasis.opendocument."
_OOXML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Format:
    """A sort of file that is taken. ``inside``: for a zipped document, the folder in which its words stand."""

    kind: FileKind
    media_type: str
    inside: str = ""

    @property
    def is_zipped(self) -> bool:
        return self.media_type.startswith((_ODF, _OOXML))


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
    if _DEVICE.match(stem):
        stem = f"-{stem}"
    stem = stem[:LONGEST_NAME].strip() or _("file")
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


def examine(name: str, said: Format, content: bytes) -> Drawn | None:
    """A picture drawn anew, or None for a document. Raises Refused, in words, for a file that is not taken."""
    try:
        if said.media_type.startswith("text/"):
            _check_text(said, content)
            return None
        if said.kind == FileKind.PICTURE and filetype.guess_mime(content[:8_192]) != said.media_type:
            raise Unfit(Why.NOT_WHAT_IT_SAYS)
        how = "picture" if said.kind == FileKind.PICTURE else "zipped" if said.is_zipped else "pdf"
        return examined(content, kind=how, media_type=said.media_type, inside=said.inside)
    except Unfit as unfit:
        raise unfit_in_words(name, unfit) from None
    except Busy:
        raise _refused(
            _("We are looking at many files at the moment: “%(name)s” has not been received.") % {"name": name},
            _("What you wrote is still here. Send the file again in a minute."),
        ) from None


def _check_text(said: Format, content: bytes) -> None:
    try:
        words = content.decode()
    except UnicodeDecodeError:
        # As spreadsheets in French still write their tables.
        words = content.decode("cp1252", "replace")
    if _CONTROLS.search(words):
        raise Unfit(Why.NOT_WHAT_IT_SAYS)
    # As a spreadsheet reads it: behind its mark, by any end of a line.
    table = words.removeprefix("\ufeff").replace("\r", "\n")
    if said.media_type == "text/csv" and (_FORMULA.search(table) or _SEPARATOR.match(table)):
        raise Unfit(Why.MACROS)
