"""The consultation on the *République numérique* bill (2015), brought into our import format.

It was held on republique-numerique.fr from 26 September to 18 October 2015; the data set is public, and its authors are
pseudonyms. What has no place in the format is left out: rankings, counts of earlier versions whose words are not in the
data, and which proposals were the government's own. What they called sources are documents here. A proposal keeps its
appendices (the explanation of each article) below its own words.
"""

import html
import io
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.text import slugify

from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import fresh

ROOT = Path(__file__).resolve().parents[2]
SHARED_DATA = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))
FOLDER = SHARED_DATA / "republique-numerique-2015"
FILES = ("opinions.jsonl", "arguments.jsonl", "sources.jsonl")

HEADER = {
    "format": "cestvous-consultation",
    "version": 1,
    "key": "republique-numerique-2015",
    "platform": "republique-numerique.fr",
    "origin": "Consultation sur le projet de loi pour une République numérique, republique-numerique.fr, 2015",
    "language": "fr",
    "title": "Pour une République numérique",
    "question": "Que doit dire la loi pour une République numérique ?",
    "summary": "Le Gouvernement a soumis son avant-projet de loi aux citoyens : chacun pouvait voter sur les articles, "
    "les discuter et en proposer d'autres.",
    "presentation": "Du 26 septembre au 18 octobre 2015, l'avant-projet de loi a été ouvert aux contributions de tous "
    "sur republique-numerique.fr.\n\nLes textes sont repris tels qu'ils y étaient à la clôture. **Les votes ont été "
    "exprimés sur cette plateforme** ; ils ne sont jamais additionnés aux positions prises ici.",
    "open_to_discussion": "Les articles de l'avant-projet, et ceux que les participants proposent d'y ajouter.",
    "how_decided": "Chaque proposition reçoit une suite motivée dans la synthèse, puis dans la décision.",
    "decided_by": "le Gouvernement",
    "presented_on": "2015-09-25T00:00:00+02:00",
    "opened_on": "2015-09-26T00:00:00+02:00",
    "closed_on": "2015-10-19T00:00:00+02:00",
}

_TAG = re.compile(r"</?(?:p|br|strong|b|em|i|u|ul|ol|li|a|span|div|h[1-6]|blockquote|img)\b[^>]*>", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|br|div|ul|ol|h[1-6]|blockquote)\b[^>]*>", re.IGNORECASE)
_LINK = re.compile(r"<a\b[^>]*\bhref=[\"']([^\"']+)[\"'][^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_BARE_ADDRESS = re.compile(r"(?<![<\w])(?<!\]\()https?://[^\s<>\"»]+[^\s<>\"».,;:!?)\]’']")
_UNDERLINE = re.compile(r"^[ \t]*(=+|-{2,})[ \t]*$", re.MULTILINE)


def as_markdown(words: str) -> str:
    """HTML or plain words as simple Markdown: links kept, one empty line between paragraphs, nothing indented."""
    words = words.replace("\r\n", "\n").replace("\r", "\n").replace("\N{NO-BREAK SPACE}", " ")
    words = _LINK.sub(r"[\2](\1)", words)
    words = re.sub(r"<li\b[^>]*>", "\n- ", words, flags=re.IGNORECASE)
    words = re.sub(r"</?(?:strong|b)\b[^>]*>", "**", words, flags=re.IGNORECASE)
    words = re.sub(r"</?(?:em|i)\b[^>]*>", "*", words, flags=re.IGNORECASE)
    words = html.unescape(_TAG.sub("", _BLOCK.sub("\n\n", words))).replace("\N{NO-BREAK SPACE}", " ")
    # Dashes under a line would make a heading of it, four spaces before one a program.
    words = _UNDERLINE.sub("\n", words)
    words = "\n".join(line.strip() for line in words.split("\n"))
    words = _BARE_ADDRESS.sub(lambda found: f"<{found.group()}>", words)
    return re.sub(r"\n{3,}", "\n\n", words).strip()


def _address(link: str) -> str:
    link = html.unescape(link).strip().replace(" ", "%20")
    if not link:
        return ""
    return link if re.match(r"https?://", link) else f"http://{link}"


class RepubliqueNumerique:
    """The data set, and what it becomes."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder

    @property
    def is_there(self) -> bool:
        return all((self.folder / name).is_file() for name in FILES)

    def _rows(self, name: str) -> list[dict[str, Any]]:
        with (self.folder / name).open(encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    @cached_property
    def proposals(self) -> list[dict[str, Any]]:
        """In the order in which they were made: their public numbers follow it."""
        return sorted(self._rows("opinions.jsonl"), key=lambda row: (row["created_at"], row["id"]))

    @cached_property
    def arguments(self) -> list[dict[str, Any]]:
        return sorted(self._rows("arguments.jsonl"), key=lambda row: (row["created_at"], row["id"]))

    @cached_property
    def documents(self) -> list[dict[str, Any]]:
        return sorted(self._rows("sources.jsonl"), key=lambda row: row["id"])

    @cached_property
    def themes(self) -> dict[int, tuple[str, str]]:
        """Slug and name of each section, by its id there."""
        names = {row["section_id"]: row["section_subtitle"] for row in self.proposals}
        return {key: (f"rn-{slugify(name)}"[:50].strip("-"), name) for key, name in sorted(names.items())}

    @property
    def votes(self) -> Counter[str]:
        """Votes on proposals, by side."""
        sides = {"for": "votes_ok", "against": "votes_nok", "mixed": "votes_mitige"}
        return Counter({side: sum(row[name] for row in self.proposals) for side, name in sides.items()})

    def lines(self) -> Iterator[str]:
        """The file in our format."""
        for record in self._records():
            yield json.dumps(record, ensure_ascii=False) + "\n"

    def _records(self) -> Iterator[dict[str, Any]]:
        yield HEADER | {"themes": dict(self.themes.values())}
        yield from map(self._contribution, self.proposals)
        yield from map(self._argument, self.arguments)
        yield from map(self._document, self.documents)

    def _contribution(self, row: dict[str, Any]) -> dict[str, Any]:
        appendices = [f"### {extra['type']}\n\n{as_markdown(extra['body'])}" for extra in row["appendices"]]
        return {
            "type": "contribution",
            "id": row["id"],
            "author": row["author"],
            "said_on": row["created_at"],
            "title": html.unescape(row["title"]),
            "body": "\n\n".join([as_markdown(row["body"]), *appendices]),
            "theme": self.themes[row["section_id"]][0],
            "tally": {"for": row["votes_ok"], "against": row["votes_nok"], "mixed": row["votes_mitige"]},
        }

    def _argument(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "argument",
            "id": row["id"],
            "contribution": row["opinion"],
            "author": row["author"],
            "said_on": row["created_at"],
            "side": row["side"],
            "body": as_markdown(row["body"]),
            "votes": row["votes"],
        }

    def _document(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "document",
            "id": row["id"],
            "contribution": row["opinion"],
            "author": row["author"],
            "title": html.unescape(row["title"]),
            "body": as_markdown(row["body"]),
            "link": _address(row["link"]),
            "votes": row["votes"],
        }


def imported(agent: Person, official: Person, folder: Path, synthesis_starts: str) -> Consultation:
    """The consultation, imported by the command and open until the synthesis. Skips the test where its data is not."""
    data = RepubliqueNumerique()
    if not data.is_there:
        pytest.skip(f"the data set is not in {data.folder} (SHARED_DATA says where it is)")
    file = folder / "republique-numerique.jsonl"
    file.write_text("".join(data.lines()), encoding="utf-8")
    leads = ("--agent", agent.email, "--sponsor", official.email)
    said = io.StringIO()
    call_command("import", "consultation", str(file), *leads, "--synthesis-starts", synthesis_starts, stdout=said)
    return fresh(Consultation.objects.get(import_key=HEADER["key"]))
