"""PDF: what one would do when it is opened, and what it carries. Every object is read, wherever it is packed."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pikepdf

from cestvous.kernel.examining.findings import Unfit, Why

_BEGIN = b"%PDF-"
# What acts by itself, or at a click on what looks like something else: programs, other files, forms that send.
_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToE",
    "/GoToR",
    "/RichMediaExecute",
    "/Rendition",
}
_ACTING_KEYS = {"/JS", "/XFA"}
_CARRYING_KEYS = {"/EF", "/EmbeddedFiles"}
_CARRIERS = {"/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/Sound", "/3D"}
_NAMES = sorted(name[1:] for name in _ACTIONS | _ACTING_KEYS | _CARRYING_KEYS | _CARRIERS)
# Looking for names is quick; only objects that hold one, maybe within a sentence, are read with care.
_SUSPECT = re.compile(rb"/(?:%s)(?![^\s/<>\[\]()])" % "|".join(_NAMES).encode())
_DEEPEST = 40


def judge(content: bytes) -> None:
    """Raises Unfit for what is no PDF, or something else as well, or locked, or would act, or carries other files."""
    if not content.startswith(_BEGIN) or zipfile.is_zipfile(BytesIO(content)):
        raise Unfit(Why.NOT_WHAT_IT_SAYS)
    try:
        with pikepdf.open(BytesIO(content)) as document:
            for thing in (document.trailer, *document.objects):
                _look(thing)
    except pikepdf.PasswordError:
        raise Unfit(Why.LOCKED) from None
    except (pikepdf.PdfError, RuntimeError, ValueError, OverflowError):
        raise Unfit(Why.UNREADABLE) from None


def _look(thing: object) -> None:
    said = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
    # A number alone comes as one of Python's.
    if not isinstance(said, pikepdf.Object) or not _SUSPECT.search(said.unparse(resolved=True)):
        return
    if isinstance(said, pikepdf.Name) and str(said) in _ACTIONS | _CARRIERS:
        # Alone, it is there to be referred to.
        raise Unfit(Why.ACTS)
    for part in _within(said):
        names = set(part.keys())
        if names & _ACTING_KEYS or str(part.get("/S")) in _ACTIONS:
            raise Unfit(Why.ACTS)
        if names & _CARRYING_KEYS or str(part.get("/Subtype")) in _CARRIERS:
            raise Unfit(Why.CARRIES)


def _within(thing: object, depth: int = 0) -> Iterator[pikepdf.Dictionary]:
    """The dictionaries written within an object, itself among them. What it refers to has its own turn."""
    if depth > _DEEPEST:
        raise Unfit(Why.UNREADABLE)
    if isinstance(thing, pikepdf.Dictionary):
        yield thing
        parts: list[object] = [part for _name, part in thing.items()]
    elif isinstance(thing, pikepdf.Array):
        parts = list(thing)
    else:
        return
    for part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            yield from _within(part, depth + 1)
