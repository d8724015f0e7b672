"""What is made to fill memory or time is refused within the memory and the time that one file may cost."""

import io
import json
import subprocess
import sys
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from cestvous.kernel.examining import apart, limits
from cestvous.kernel.examining.findings import Unfit, Why
from tests.kernel.examining import files
from tests.kernel.examining.files import DOCX, ODF, XLSX, chunk, docx, odt, png

# Run by a process that is small itself: whoever begins another hands on how much memory it had.
MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=False)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss, used.ru_utime + used.ru_stime, file=sys.stderr)
"""
ZEROS = zlib.compress(bytes(300_000_000), 9)
ENTITIES = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 1_000 + b'">]><a>' + b"&b;" * 100_000 + b"</a>"
DEEP = b"<a>" * 3_000_000


def tiff() -> bytes:
    written = io.BytesIO()
    Image.new("L", (8_000, 8_000)).save(written, "TIFF", compression="tiff_deflate")
    return written.getvalue()


def lossless() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (7_000, 7_000), "red").save(written, "WEBP", lossless=True, method=0)
    return written.getvalue()


# What it is, what it says it is, and how it is refused; None for what is taken, at its cost.
BOMBS: list[tuple[str, Callable[[], bytes], str, str, Why | None]] = [
    ("PNG of 3.6 thousand million pixels", lambda: png(60_000, 60_000), "picture", "", Why.TOO_MANY_PIXELS),
    ("PNG whose few pixels go on", lambda: png(10, 10, data=ZEROS), "picture", "", None),
    ("PNG whose text grows", lambda: png(10, 10, chunk(b"zTXt", b"a\0\0" + ZEROS)), "picture", "", Why.UNREADABLE),
    ("PNG whose profile grows", lambda: png(9, 9, chunk(b"iCCP", b"a\0\0" + ZEROS)), "picture", "", Why.UNREADABLE),
    ("PNG of many frames", lambda: files.moving("PNG", 30), "picture", "", None),
    ("WebP that its decoder needs a gigabyte for", lossless, "picture", "", Why.TAKES_TOO_MUCH),
    ("WebP of many frames", lambda: files.moving("WEBP", 30), "picture", "", None),
    ("GIF of many frames", lambda: files.moving("GIF", 5), "picture", "", Why.UNREADABLE),
    ("TIFF", tiff, "picture", "", Why.UNREADABLE),
    ("DOCX of zeros", lambda: docx({"word/media/a": bytes(299_000_000)}), "zipped", DOCX, Why.UNPACKS_TO_TOO_MUCH),
    ("DOCX that lies about what it holds", files.lying, "zipped", DOCX, Why.UNPACKS_TO_TOO_MUCH),
    ("DOCX whose entries share their bytes", files.overlapping, "zipped", DOCX, Why.UNPACKS_TO_TOO_MUCH),
    (
        "DOCX of too many entries", lambda: docx({f"word/{number}": b"" for number in range(6_000)}),
        "zipped", DOCX, Why.NOT_WHAT_IT_SAYS,
    ),
    (
        "DOCX within DOCX", lambda: docx({"word/embeddings/a.docx": docx({"word/a": bytes(90_000_000)})}),
        "zipped", DOCX, Why.CARRIES,
    ),
    (
        "XLSX within XLSX within DOCX",
        lambda: docx({"word/embeddings/a.xlsx": files.xlsx({"xl/embeddings/b.xlsx": files.xlsx()})}),
        "zipped", DOCX, Why.CARRIES,
    ),
    (
        "XLSX within DOCX, of zeros",
        lambda: docx({"word/embeddings/a.xlsx": files.xlsx({"xl/a": bytes(250_000_000)})}),
        "zipped", DOCX, Why.UNPACKS_TO_TOO_MUCH,
    ),
    ("ODT whose words grow", lambda: odt(ENTITIES), "zipped", ODF, Why.NOT_WHAT_IT_SAYS),
    ("ODT without end", lambda: odt(DEEP), "zipped", ODF, Why.UNPACKS_TO_TOO_MUCH),
    ("XLSX whose links grow", lambda: files.xlsx({"xl/_rels/a.rels": ENTITIES}), "zipped", XLSX, Why.NOT_WHAT_IT_SAYS),
    ("PDF of objects that unpack to 2 GB", files.a_pdf_of_zeros, "pdf", "", Why.UNREADABLE),
    (
        "PDF of brackets", lambda: b"%PDF-1.4\n1 0 obj" + b"[" * 5_000_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        "pdf", "", Why.UNREADABLE,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("make", "kind", "media_type", "why"), [bomb[1:] for bomb in BOMBS], ids=[b[0] for b in BOMBS])
def test_a_bomb_costs_no_more_than_one_file_may(
    make: Callable[[], bytes], kind: str, media_type: str, why: Why | None
) -> None:
    said = {"kind": kind, "media_type": media_type, "inside": {DOCX: "word/", XLSX: "xl/"}.get(media_type, "")}
    ran = subprocess.run(
        [sys.executable, "-c", MEASURED, *apart.COMMAND],
        input=json.dumps(said).encode() + b"\n" + make(),
        capture_output=True,
        env={},
        timeout=120,
        check=False,
    )
    line = ran.stdout.partition(b"\n")[0]
    kilobytes, seconds = ran.stderr.split()[-2:]
    assert (json.loads(line).get("unfit") if line else Why.TAKES_TOO_MUCH) == why
    assert int(kilobytes) * 1_024 < limits.MOST_MEMORY
    assert float(seconds) < limits.MOST_SECONDS + 1


def looked_at(program: str, content: bytes = b"x") -> None:
    """As ``examined`` does, by another program than ours."""
    apart.examined(content, kind="pdf", command=[sys.executable, "-I", "-c", program])


def test_who_takes_for_ever_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MOST_SECONDS", 0.2)
    with pytest.raises(Unfit) as unfit:
        looked_at("import time; time.sleep(60)")
    assert unfit.value.why == Why.TAKES_TOO_MUCH


def test_a_decoder_that_breaks_takes_nobody_with_it() -> None:
    with pytest.raises(Unfit) as unfit:
        looked_at("import os; os.abort()")
    assert unfit.value.why == Why.TAKES_TOO_MUCH


def test_whoever_looks_at_files_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    with pytest.raises(Unfit) as unfit:
        looked_at(
            "import json, os, sys\nif os.environ.get('SECRET_KEY'): sys.exit(1)\n"
            "print(json.dumps({'unfit': 'locked', 'told': {}}))"
        )
    assert unfit.value.why == Why.LOCKED


def test_only_so_many_files_are_looked_at_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "WAIT_SECONDS", 0.05)
    for _turn in range(limits.AT_ONCE):
        apart.TURNS.acquire()
    try:
        with pytest.raises(apart.Busy):
            apart.examined(png(1, 1), kind="picture")
    finally:
        for _turn in range(limits.AT_ONCE):
            apart.TURNS.release()
