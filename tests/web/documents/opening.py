"""Opening a document as those who read it do: a PDF by its structure and its text, a Word file by its paragraphs."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
import pikepdf
from django.test import Client
from docx.document import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from tests.web.browsing import page


def fetched(client: Client, name: str, *args: object) -> bytes:
    answer = client.get(page(name, *args))
    assert answer.status_code == 200, answer.content
    return bytes(answer.content)


def words(content: bytes) -> str:
    """The text of a PDF as one line; where it broke a long word to fit it on the page, the word is whole again."""
    text = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(content)).pages)
    return _plain(text.replace("\u200b", ""))


def _plain(text: str) -> str:
    """With the spaces of one who types, and those of French typography as common ones."""
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").replace("\u2009", " ").split())


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(content))


def tags(content: bytes) -> list[str]:
    """What each element of the structure tree is, in the order in which it is read; a head of a table with its scope:
    "/TH /Column"."""

    def below(node: Any) -> Iterator[str]:
        children = node.get("/K", [])
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            if isinstance(child, pikepdf.Dictionary) and "/S" in child:
                yield " ".join([str(child.S), *scopes(child.get("/A", []))])
                yield from below(child)

    def scopes(attributes: Any) -> list[str]:
        rows = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
        return [str(row.Scope) for row in rows if "/Scope" in row]

    with opened(content) as pdf:
        return list(below(pdf.Root.StructTreeRoot))


def led_to(content: bytes) -> set[str]:
    """The addresses to which a PDF links."""
    found = set()
    for sheet in opened(content).pages:
        for annotation in sheet.get("/Annots", []):
            action = annotation.get("/A")
            if action is not None and "/URI" in action:
                found.add(str(action.URI))
    return found


def document(content: bytes) -> Document:
    return docx.Document(BytesIO(content))


def written(content: bytes) -> str:
    """All that a Word file says, its tables included."""
    body = document(content).element.body
    paragraphs = ("".join(text.text or "" for text in row.iter(qn("w:t"))) for row in body.iter(qn("w:p")))
    return _plain(" ".join(paragraphs))


def references(text: str) -> list[int]:
    """The numbers of the list of references at the end."""
    listed = re.split(r"Références", text)[-1]
    return [int(number) for number in re.findall(r"\[(\d+)\]", listed)]
