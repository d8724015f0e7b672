"""Files made to do harm: what they would do, packed as those who make them do."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import pikepdf
from PIL import Image

ODF = "application/vnd.oasis.opendocument.text"
OOXML = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX = f"{OOXML}wordprocessingml.document", f"{OOXML}spreadsheetml.sheet"
RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%b</Relationships>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(entries: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return written.getvalue()


def docx(more: Mapping[str, bytes] | None = None) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>", **(more or {})})


def xlsx(more: Mapping[str, bytes] | None = None) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>", **(more or {})})


def odt(content: bytes = b"<office/>", more: Mapping[str, bytes] | None = None) -> bytes:
    return zipped({"mimetype": ODF.encode(), "content.xml": content, **(more or {})})


def related(kind: str, target: str, mode: str = ' TargetMode="External"') -> bytes:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return RELATIONS % f'<Relationship Id="r1" Type="{kinds}/{kind}" Target="{target}"{mode}/>'.encode()


def lying(says: int = 10, holds: int = 400_000_000) -> bytes:
    """A document of which one entry holds far more than the table of contents says."""
    whole = docx({"word/media/a": bytes(holds)})
    place = whole.rindex(b"PK\x01\x02", 0, whole.rindex(b"word/media/a"))
    crc = struct.pack("<I", zlib.crc32(bytes(says)))
    packed_size = whole[place + 20 : place + 24]
    return whole[: place + 16] + crc + packed_size + struct.pack("<I", says) + whole[place + 28 :]


def overlapping(times: int = 2_000) -> bytes:
    """A document whose entries all share the bytes of one."""
    whole = docx({"word/media/a": bytes(40_000_000)})
    table = whole.index(b"PK\x01\x02")
    last = whole.rindex(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    entry = whole[last:end]
    copies = b"".join(entry.replace(b"word/media/a", b"word/m/%05d" % number) for number in range(times))
    counted = times + 3
    return (
        whole[:end]
        + copies
        + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, counted, counted, end + len(copies) - table, table, 0)
    )


def a_pdf(*, packed: bool = False, **root: pikepdf.Object) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    for name, value in root.items():
        document.Root[f"/{name}"] = value
    written = io.BytesIO()
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    document.save(written, object_stream_mode=mode)
    return written.getvalue()


def a_pdf_carrying(name: str = "a.exe") -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    document.attachments[name] = pikepdf.AttachedFileSpec(document, b"MZ")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def a_pdf_of_zeros(size: int = 2_000_000_000) -> bytes:
    """A PDF whose objects are packed in a stream that unpacks to more memory than there is."""
    deflate, piece = zlib.compressobj(9), b" " * 10_000_000
    first = deflate.compress(piece) + deflate.flush(zlib.Z_FULL_FLUSH)
    # Each piece says the same in the same bytes, once what came before is forgotten.
    again = deflate.compress(piece) + deflate.flush(zlib.Z_FULL_FLUSH)
    stream = first + again * (size // len(piece)) + deflate.flush()
    begin = b"%PDF-1.7\n"
    objects = b"2 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(stream)
    body = begin + objects + stream + b"\nendstream endobj\n"
    table = struct.pack(">BIB", 0, 0, 255) + struct.pack(">BIB", 2, 2, 0) + struct.pack(">BIB", 1, len(begin), 0)
    table += struct.pack(">BIB", 1, len(body), 0)
    tail = b"3 0 obj<</Type/XRef/Size 4/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
    return body + tail + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % len(body)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *between: bytes, data: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(between) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def moving(form: str, frames: int = 300) -> bytes:
    """A picture of many large frames."""
    drawn = [Image.new("RGB", (1_000, 1_000), (number % 256, 0, 0)) for number in range(frames)]
    written = io.BytesIO()
    drawn[0].save(written, form, save_all=True, append_images=drawn[1:], **({"method": 0} if form == "WEBP" else {}))
    return written.getvalue()
