"""A small file in the import format, and what tests make of it."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.utils import translation

from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.authors.models import Author, AuthorKind
from cestvous.foundation.discussions.models import Comment
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source
from cestvous.procedure.consultations.models import Consultation, Theme

Imports = Callable[..., str]
Line = dict[str, Any]
HEADER: Line = {
    "format": "cestvous-consultation",
    "version": 1,
    "key": "berges-2019",
    "platform": "jeparticipe.example",
    "origin": "Consultation sur les berges, 2019",
    "title": "Les berges de l'Ill",
    "question": "Que faire des berges ?",
    "summary": "La ville a demandé que faire des berges.",
    "presentation": "Les berges sont **fermées** depuis 1990.",
    "how_decided": "Le conseil municipal délibère.",
    "decided_by": "le conseil municipal",
    "presented_on": "2019-05-01T00:00:00+02:00",
    "opened_on": "2019-05-15T00:00:00+02:00",
    "closed_on": "2019-06-15T00:00:00+02:00",
    "themes": {"eau": "L'eau", "velo": "Le vélo"},
}
CONTRIBUTION: Line = {
    "type": "contribution",
    "id": "12",
    "author": "Anne",
    "said_on": "2019-05-20T10:00:00+02:00",
    "title": "Ouvrir la berge",
    "body": "Ouvrir la berge **aux piétons**.",
    "theme": "eau",
    "tally": {"for": 10, "against": 3, "mixed": 2},
}
ARGUMENT: Line = {
    "type": "argument",
    "id": "1",
    "contribution": "12",
    "author": "Luc",
    "said_on": "2019-05-21T10:00:00+02:00",
    "side": "against",
    "body": "C'est dangereux la nuit.",
    "votes": 4,
}
DOCUMENT: Line = {
    "type": "document",
    "id": "1",
    "contribution": "12",
    "author": "Anne",
    "title": "Plan *des* berges",
    "body": "Voir la page 3.",
    "link": "https://exemple.test/plan",
}
WHOLE = [HEADER, CONTRIBUTION, ARGUMENT, DOCUMENT]


def written(lines: list[Line]) -> bytes:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


def with_changed(number: int, **fields: object) -> list[Line]:
    """The lines of the file with some fields of one changed, or without those that are ``...``."""
    changed = {name: value for name, value in (WHOLE[number - 1] | fields).items() if value is not ...}
    return [*WHOLE[: number - 1], changed, *WHOLE[number:]]


def importing(agent: Person, official: Person, folder: Path) -> Imports:
    """A function that imports bytes or lines with the command, and returns what it said, in English."""

    def run(content: bytes | list[Line], *options: str) -> str:
        file, said = folder / "berges.jsonl", io.StringIO()
        file.write_bytes(content if isinstance(content, bytes) else written(content))
        leads = ("--agent", agent.email, "--sponsor", official.email)
        with translation.override("en"):
            call_command("import", "consultation", str(file), *leads, *options, stdout=said)
        return said.getvalue()

    return run


def nothing_was_kept() -> bool:
    tables = (Consultation, Contribution, Source, Comment, Theme)
    imported = Author.objects.filter(kind=AuthorKind.IMPORTED)
    return not any(table._default_manager.exists() for table in tables) and not imported.exists()
