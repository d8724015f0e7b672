"""The message catalogues: what the code says, in each language of the screens.

``update`` brings each catalogue up to date with the code and templates, ``check`` lists what is stale or missing,
``compile`` makes the files that Django reads. Django's own commands need GNU gettext, which a fresh machine lacks.
"""

import io
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from cestvous.kernel.text import set_in

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "cestvous"
# Those of the screens that are filled in by people: each must say everything. English is what the code says.
LANGUAGES = ("fr", "de")
WRITTEN_IN = "en"
_ONE, _PLURAL, _CONTEXT, _CONTEXT_PLURAL = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": _ONE,
    **{f"gettext{kind}": _ONE for kind in ("", "_lazy", "_noop")},
    **{f"ngettext{kind}": _PLURAL for kind in ("", "_lazy")},
    **{f"pgettext{kind}": _CONTEXT for kind in ("", "_lazy")},
    **{f"npgettext{kind}": _CONTEXT_PLURAL for kind in ("", "_lazy")},
}


def _sources() -> Iterator[Path]:
    for file in sorted(PACKAGE.rglob("*")):
        is_code = file.suffix == ".py" and "migrations" not in file.parts
        if file.is_file() and (is_code or "templates" in file.parts):
            yield file


def _as_python(file: Path) -> bytes:
    """A template becomes calls on the same lines, with the rest of it blanked out."""
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        if not settings.configured:
            settings.configure()
        text = "\n".join(line.strip() for line in templatize(text, origin=str(file)).splitlines())
    return text.encode()


def said() -> Catalog:
    """Everything that the source says, as a catalogue without translations."""
    template = Catalog()
    for file in _sources():
        found = extract("python", io.BytesIO(_as_python(file)), KEYWORDS, ["Translators:"], {"encoding": "utf-8"}, True)
        for _line, message, comments, context in found:
            place = [(str(file.relative_to(ROOT)), 0)]
            template.add(message, locations=place, auto_comments=comments, context=context)
    return template


def catalogues() -> list[Path]:
    """One for each language of the screens."""
    return [PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po" for language in LANGUAGES]


def _read(path: Path) -> Catalog:
    """A catalogue; an empty one if the file does not exist yet."""
    language = path.parts[-3]
    if not path.exists():
        return Catalog(locale=language, project="cestvous")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _texts(message: Message) -> list[str | None]:
    return [message.string] if isinstance(message.string, str | None) else list(message.string)


def faults(path: Path) -> list[str]:
    """What is wrong with a catalogue: messages missing, no longer said by anything, or not translated."""
    catalogue, template = _read(path), said()
    known = {(message.id, message.context): message for message in catalogue if message.id}
    wanted = {(message.id, message.context) for message in template if message.id}
    found = [f"missing: {name!r}" for name, _context in sorted(wanted - known.keys(), key=str)]
    found += [f"no longer said: {name!r}" for name, _context in sorted(known.keys() - wanted, key=str)]
    for key in sorted(wanted & known.keys(), key=str):
        message = known[key]
        if not all(_texts(message)):
            found.append(f"not translated: {message.id!r}")
        elif message.fuzzy:
            found.append(f"fuzzy: {message.id!r}")
        found += [f"{error}: {message.id!r}" for error in message.check(catalogue)]
    return found


def update() -> int:
    """Merge what the source says into each catalogue; translations that serve no longer are dropped."""
    template = said()
    for path in catalogues():
        catalogue = _read(path)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=120, sort_by_file=True, include_lineno=False)
        print(path.relative_to(ROOT), f"{len(catalogue)} messages")
    return 0


def check() -> int:
    """Name every fault of every catalogue; 1 if there is any."""
    found = [f"{path.relative_to(ROOT)}: {fault}" for path in catalogues() for fault in faults(path)]
    for fault in found:
        print(fault)
    return 1 if found else 0


def compile_all() -> int:
    """Write the compiled form beside each catalogue, set as the typography of its language wants it."""
    for path in filter(Path.exists, catalogues()):
        catalogue = _read(path)
        for message in catalogue:
            if message.id:
                plural = isinstance(message.string, tuple)
                texts = [set_in(path.parts[-3], text or "") for text in _texts(message)]
                message.string = tuple(texts) if plural else texts[0]
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
    _compile_english()
    return 0


def _compile_english() -> None:
    """What the code says, set in type: only where that differs, so that nothing can go stale."""
    catalogue = Catalog(locale=WRITTEN_IN, project="cestvous")
    for message in said():
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        texts = tuple(_in_print(text) for text in ids)
        if message.id and texts != ids:
            catalogue.add(message.id, texts if len(texts) > 1 else texts[0], context=message.context)
    path = PACKAGE / "locale" / WRITTEN_IN / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_mo(file, catalogue)


def _in_print(text: str) -> str:
    """English as it is printed: "No. 12" and "90%" stand in the code as the French say them."""
    text = re.sub(r"\bn° ", "no.\N{NO-BREAK SPACE}", text)
    text = re.sub(r"(?<=\}) %(?!\()", "%", text)
    return set_in(WRITTEN_IN, text)


COMMANDS: dict[str, Callable[[], int]] = {"update": update, "check": check, "compile": compile_all}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"{__doc__}\nusage: python tools/messages.py {'|'.join(COMMANDS)}")
    sys.exit(COMMANDS[sys.argv[1]]())
