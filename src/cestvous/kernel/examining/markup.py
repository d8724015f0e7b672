"""The parts of zipped documents in which it stands what they fetch and what they run."""

import re
from collections.abc import Mapping
from xml.parsers.expat import ErrorString, ExpatError, ParserCreate

from cestvous.kernel.examining.findings import Unfit, Why

# Elsewhere than in the document: an address with a scheme, or a server by its name.
_ELSEWHERE = re.compile(r"(?!mailto:)(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
_SCRIPT = re.compile(r"\s*(?:vnd\.sun\.star\.(?:script|expand)|script|macro|javascript|vbscript):", re.IGNORECASE)
# Fields that ask for something elsewhere, and the one by which another is written so that nobody sees it.
_ASKING = re.compile(r"\s*\"?\s*(?:DDE(?:AUTO)?|LINK|INCLUDE(?:TEXT|PICTURE)?|IMPORT|DATABASE|QUOTE)\b", re.IGNORECASE)
_ASKING_FORMULA = re.compile(r"\b(?:DDE|WEBSERVICE)\s*\(", re.IGNORECASE)
_LINKS = {"a", "form", "hlinkClick", "hlinkHover"}
_ODF_PARTS = re.compile(r"(?:.*/)?(?:content|styles)\.xml")


class Looker:
    """Reads markup as it comes out; raises Unfit at the first thing that nobody needs to be heard."""

    def __init__(self) -> None:
        self._parser = ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._begun
        # No document of an office declares its own entities: those that would grow, or fetch, are declared so.
        self._parser.StartDoctypeDeclHandler = self._declared
        self._parser.buffer_text = True

    def feed(self, piece: bytes, *, is_last: bool = False) -> None:
        try:
            self._parser.Parse(piece, is_last)
        except ExpatError as error:
            raise Unfit(Why.UNREADABLE) from ValueError(ErrorString(error.code))

    def end(self) -> None:
        self.feed(b"", is_last=True)

    def _declared(self, *told: object) -> None:
        raise Unfit(Why.NOT_WHAT_IT_SAYS)

    def _begun(self, name: str, attributes: Mapping[str, str]) -> None:
        named = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        self.look(name.rpartition(" ")[2], name.rpartition(" ")[0], named)

    def look(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        """An element, by its name, namespace and attributes."""


class _Relations(Looker):
    """What a part of an OOXML document hangs together with. A link that one clicks on may lead elsewhere."""

    def look(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        if name != "Relationship":
            return
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = attributes.get("Target", "")
        if _SCRIPT.match(target):
            raise Unfit(Why.MACROS)
        if kind == "hyperlink":
            return
        if attributes.get("TargetMode") == "External" or _ELSEWHERE.match(target):
            raise Unfit(Why.FETCHES)


class _ContentTypes(Looker):
    """What an OOXML document says of its parts: one with macros says so, whatever their names are."""

    def look(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        said = attributes.get("ContentType", "").casefold()
        if "macroenabled" in said or "vbaproject" in said or "activex" in said:
            raise Unfit(Why.MACROS)


class _Fields(Looker):
    """The words of a text document: fields that ask another program for their value."""

    def __init__(self) -> None:
        super().__init__()
        self._asked = ""
        self._is_asking = False
        self._parser.EndElementHandler = self._ended
        self._parser.CharacterDataHandler = self._said

    def look(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        self._is_asking = name == "instrText"
        if name == "fldChar":
            self._asked = ""
        self._judge(attributes.get("instr", ""))

    def _ended(self, name: str) -> None:
        self._is_asking = False

    def _said(self, words: str) -> None:
        # A field may be cut into many pieces.
        if self._is_asking and len(self._asked) < 1_000:
            self._asked += words
            self._judge(self._asked)

    def _judge(self, asked: str) -> None:
        if _ASKING.match(asked):
            raise Unfit(Why.FETCHES)


class _Formulas(Looker):
    """The cells of a sheet: formulas that ask elsewhere for their value."""

    def __init__(self) -> None:
        super().__init__()
        self._asked = ""
        self._is_formula = False
        self._parser.EndElementHandler = self._ended
        self._parser.CharacterDataHandler = self._said

    def look(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        self._is_formula, self._asked = name == "f", ""

    def _ended(self, name: str) -> None:
        self._is_formula = False

    def _said(self, words: str) -> None:
        # A spreadsheet takes no longer formula.
        if self._is_formula and len(self._asked) < 8_192:
            self._asked += words
            if _ASKING_FORMULA.search(self._asked):
                raise Unfit(Why.FETCHES)


class _OpenDocument(Looker):
    """The words and styles of an OpenDocument file."""

    def look(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        if name in {"event-listener", "script"} and "script" in space:
            raise Unfit(Why.MACROS)
        if name.startswith("dde-"):
            raise Unfit(Why.FETCHES)
        to = attributes.get("href", "")
        if _ASKING_FORMULA.search(attributes.get("formula", "")):
            raise Unfit(Why.FETCHES)
        if _SCRIPT.match(to):
            raise Unfit(Why.MACROS)
        if name not in _LINKS and _ELSEWHERE.match(to):
            raise Unfit(Why.FETCHES)


def looker_for(name: str, media_type: str) -> Looker | None:
    """Who reads an entry, by its name in small letters; None for what holds nothing of the kind."""
    if "oasis.opendocument" in media_type:
        return _OpenDocument() if _ODF_PARTS.fullmatch(name) else None
    if name.endswith(".rels"):
        return _Relations()
    if name == "/[content_types].xml":
        return _ContentTypes()
    if name.startswith("/xl/externallinks/"):
        raise Unfit(Why.FETCHES)
    if name.startswith("/xl/worksheets/") and name.endswith(".xml"):
        return _Formulas()
    return _Fields() if name.startswith("/word/") and name.endswith(".xml") else None
