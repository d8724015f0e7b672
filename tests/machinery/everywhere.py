"""Looking for words in all that a city holds: every column of every table, every file, every cache and kept page."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.db import connection

from cestvous.web.keeping.memory import KEPT, Address


def places_naming(words: str) -> list[str]:
    """Where these words stand, whatever their case: the name of each place, once."""
    sought = words.casefold()
    found = dict.fromkeys(place for place, content in _everything() if sought in content.casefold())
    return list(found)


def _everything() -> Iterator[tuple[str, str]]:
    yield from _columns()
    yield from _files()
    for alias in caches:
        yield f"cache {alias}", repr(getattr(caches[alias], "_cache", ""))
    for address in KEPT.addresses():
        yield "kept pages", _kept(address)


def _kept(address: Address) -> str:
    page = KEPT.get(address)
    return "" if page is None else "".join(_unpacked(page.content))


def _columns() -> Iterator[tuple[str, str]]:
    """Every value of every table, those without a model included. What is binary is read as Latin-1."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    yield f"{table}.{column}", _read(value)


def _read(value: object) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def _files() -> Iterator[tuple[str, str]]:
    for path in sorted(Path(settings.FILES_FOLDER).rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            yield f"file {path.name}", f"{path.name} {''.join(_unpacked(content))}"


def _unpacked(content: bytes) -> Iterator[str]:
    """The bytes as they are, and what is folded up in them."""
    yield content.decode("latin-1")
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for member in packed.namelist():
                yield member + packed.read(member).decode("latin-1")
    for start in (at for at in range(len(content)) if content[at : at + 2] in {b"\x78\x9c", b"\x78\xda"}):
        try:
            yield zlib.decompressobj().decompress(content[start:]).decode("latin-1")
        except zlib.error:
            continue
