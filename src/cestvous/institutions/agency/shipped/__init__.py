"""The words that standing pages have until agents write others: one file for each page and language."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from cestvous.institutions.agency.models import PageName

# In these a page can be read from the first day, and rewritten.
LANGUAGES = ("fr", "en", "de")


@dataclass(frozen=True)
class Words:
    """The words of a page: a plain title, and a text in Markdown whose sections begin with "## "."""

    title: str
    body: str


@cache
def shipped(page: PageName, language: str) -> Words:
    """The words that ship. A file's first line is the title, marked as Markdown marks it."""
    file = resources.files(__package__).joinpath(language, f"{page.value}.md")
    title, _end, body = file.read_text(encoding="utf-8").partition("\n")
    return Words(title.removeprefix("# ").strip(), body.strip())
