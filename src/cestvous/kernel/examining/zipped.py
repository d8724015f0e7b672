"""Zipped documents of offices: unpacked piece by piece, counted by what really comes out, and looked through."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from cestvous.kernel.examining.findings import Unfit, Why
from cestvous.kernel.examining.markup import Looker, looker_for

# No text document unpacks to more; what does is made to fill somebody's memory.
MOST_ENTRIES, MOST_UNPACKED, MOST_PACKED_TIMES = 5_000, 300_000_000, 200
# Below this much, a file may be packed as tightly as it likes: an empty sheet is.
SMALL = 5_000_000
PIECE = 262_144
_BEGIN, _ENTRY, _LOCAL = b"PK\x03\x04", b"PK\x01\x02", 30
# A document of the time before zipped ones, which may hold programs; how a program or another archive begins.
_OLE, _FOREIGN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"#!", b"\x1f\x8b")
_MACROS = ("basic/", "scripts/")
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_MACRO_FOLDERS = ("/macrosheets/", "/dialogsheets/", "/activex/", "/ctrlprops/")


@dataclass
class _Spent:
    """How much came out so far, of all that is packed within one another."""

    most: int
    bytes: int = 0

    def more(self, by: int) -> None:
        self.bytes += by
        if self.bytes > self.most:
            raise Unfit(Why.UNPACKS_TO_TOO_MUCH)


def judge(content: bytes, media_type: str, inside: str) -> None:
    """Raises Unfit for what is no such document, is packed to burst, runs macros, carries programs or fetches things.

    ``inside``: the folder in which an OOXML document has its words; empty for OpenDocument.
    """
    most = min(MOST_UNPACKED, max(SMALL, MOST_PACKED_TIMES * len(content)))
    try:
        _judge(content, media_type, inside, _Spent(most), depth=0)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        raise Unfit(Why.NOT_WHAT_IT_SAYS) from None


def _judge(content: bytes, media_type: str, inside: str, spent: _Spent, depth: int) -> None:
    # Counted before the table is read, which itself may be made to fill memory.
    if not content.startswith(_BEGIN) or content.count(_ENTRY) > MOST_ENTRIES:
        raise Unfit(Why.NOT_WHAT_IT_SAYS)
    with zipfile.ZipFile(BytesIO(content)) as packed:
        entries = packed.infolist()
    _look_at_table(content, entries)
    names = {entry.filename for entry in entries}
    is_it = _is_ooxml(inside, names) if inside else _mimetype(content, entries) == media_type
    if not is_it:
        raise Unfit(Why.NOT_WHAT_IT_SAYS)
    for entry in entries:
        _look_at(content, entry, media_type, spent, depth)


def _look_at_table(content: bytes, entries: list[zipfile.ZipInfo]) -> None:
    """What the table of contents alone gives away."""
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unfit(Why.UNPACKS_TO_TOO_MUCH)
    # Entries that share their bytes unpack to any size; two of one name are read by some as the one, by others as the
    # other; what is locked can't be looked at.
    shares = sum(entry.compress_size for entry in entries) > len(content)
    if shares or len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise Unfit(Why.NOT_WHAT_IT_SAYS)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unfit(Why.LOCKED)


def _look_at(content: bytes, entry: zipfile.ZipInfo, media_type: str, spent: _Spent, depth: int) -> None:
    # Who reads such a file looks for its entries whatever their case.
    name = f"/{entry.filename.casefold()}"
    if name.startswith(tuple(f"/{folder}" for folder in _MACROS)) or name.endswith(_MACRO_PARTS):
        raise Unfit(Why.MACROS)
    if any(folder in name for folder in _MACRO_FOLDERS):
        raise Unfit(Why.MACROS)
    looker, kept = looker_for(name, media_type), bytearray()
    begin = b""
    for piece in _unpacked(content, entry):
        spent.more(len(piece))
        if not begin:
            begin = piece[:8]
            _look_at_begin(begin, depth)
        if begin.startswith(_BEGIN):
            kept += piece
        elif looker is not None:
            looker.feed(piece)
    if looker is not None and not begin.startswith(_BEGIN):
        looker.end()
    if begin.startswith(_BEGIN):
        _look_within(bytes(kept), spent, depth + 1)


def _look_at_begin(begin: bytes, depth: int) -> None:
    if begin == _OLE or begin.startswith(_FOREIGN) or (begin.startswith(_BEGIN) and depth):
        raise Unfit(Why.CARRIES)


def _look_within(content: bytes, spent: _Spent, depth: int) -> None:
    """A chart carries the sheet that it is drawn from. Nothing else is packed within a document, nor deeper."""
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    try:
        _judge(content, sheet, "xl/", spent, depth)
    except (zipfile.BadZipFile, zlib.error):
        raise Unfit(Why.CARRIES) from None
    except Unfit as unfit:
        raise Unfit(Why.CARRIES if unfit.why == Why.NOT_WHAT_IT_SAYS else unfit.why) from None


def _unpacked(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """What really comes out of an entry, PIECE by PIECE. Whether the table of contents says so is seen at the end.

    Not by ``zipfile``, which stops reading where the table says that the entry ends; others unpack on.
    """
    at = entry.header_offset
    if content[at : at + 4] != _BEGIN:
        raise Unfit(Why.NOT_WHAT_IT_SAYS)
    name, extra = (
        int.from_bytes(content[at + 26 : at + 28], "little"),
        int.from_bytes(content[at + 28 : at + 30], "little"),
    )
    at += _LOCAL + name + extra
    data, size = memoryview(content)[at : at + entry.compress_size], 0
    if entry.compress_type == zipfile.ZIP_STORED:
        for start in range(0, len(data), PIECE):
            size += len(data[start : start + PIECE])
            yield bytes(data[start : start + PIECE])
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        rest: bytes | memoryview = data
        while not inflate.eof:
            piece = inflate.decompress(rest, PIECE)
            rest = inflate.unconsumed_tail
            if not piece and not rest:
                break
            size += len(piece)
            yield piece
    else:
        raise Unfit(Why.NOT_WHAT_IT_SAYS)
    if size != entry.file_size:
        raise Unfit(Why.NOT_WHAT_IT_SAYS)


def _mimetype(content: bytes, entries: list[zipfile.ZipInfo]) -> str:
    """What an OpenDocument file says it is, in the small entry that must come first."""
    first = entries[0] if entries else None
    if first is None or first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        return ""
    return b"".join(_unpacked(content, first)).decode("ascii", "replace") if first.file_size <= 100 else ""


def _is_ooxml(inside: str, names: set[str]) -> bool:
    return "[Content_Types].xml" in names and any(name.startswith(inside) for name in names)


__all__ = ["Looker", "judge"]
