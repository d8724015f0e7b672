"""The words of a standing page as they are shown: values filled in, cut at their headings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from re import Match

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from cestvous.institutions.agency.models import PageName
from cestvous.institutions.agency.policy import VALUE, Value, values_in
from cestvous.institutions.agency.shipped import Words
from cestvous.kernel.text import to_plain

Values = Mapping[str, str]
# Values that are addresses, with the names of their pages.
ADDRESSES = {
    Value.HOME_PAGE: "home",
    Value.CONSULTATIONS_PAGE: "consultations",
    Value.NEIGHBOURHOODS_PAGE: "neighbourhoods",
    Value.REGISTER_PAGE: "journal",
    Value.REGISTER_FILE: "journal_download",
    Value.NEWS_FEED: "city_news",
    Value.SIGN_UP_PAGE: "account_signup",
    Value.SIGN_IN_PAGE: "account_login",
    Value.PASSWORD_PAGE: "account_reset_password",
    Value.ACCOUNT_PAGE: "account",
    Value.MY_WORDS_PAGE: "my_words",
    Value.MY_DATA_PAGE: "my_data",
    Value.RECORD_PAGE: "processing_record",
    Value.DESK_PAGE: "desk",
    Value.GUIDE_RESIDENTS_PAGE: "guide_residents",
    Value.GUIDE_AGENTS_PAGE: "guide_agents",
    **{Value(f"{name.value}_page"): name.value for name in PageName},
}
# Where whoever runs the machine sets the others.
SETTINGS = {
    Value.CITY: "CITY_NAME",
    Value.SITE: "SITE_NAME",
    Value.CONTACT: "CITY_CONTACT",
    Value.PUBLISHER: "CITY_PUBLISHER",
    Value.HOST: "CITY_HOST",
    Value.OFFICER: "CITY_DPO",
}
# What closes a heading is taken off afterwards: a pattern for it would begin anew at each of ten thousand spaces.
_HEADING = re.compile(r"^##[ \t]+(\S.*)$", re.MULTILINE)
_BELOW_A_HEADING = re.compile(r"^#(?=##)", re.MULTILINE)
_MARK = re.compile(r"([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Section:
    """A part of a page, with the anchor that leads to it; ``body`` is Markdown."""

    anchor: str
    title: str
    body: str


@dataclass(frozen=True)
class Shown:
    """Words ready to be shown; ``lead`` and the bodies of sections are Markdown."""

    title: str
    lead: str
    sections: Sequence[Section]
    language: str


def values(request: HttpRequest) -> dict[str, str]:
    """What each value stands for today; empty for what nobody has set."""
    known: dict[str, str] = {
        value.value: " ".join(str(getattr(settings, name)).split()) for value, name in SETTINGS.items()
    }
    return known | {value.value: request.build_absolute_uri(reverse(name)) for value, name in ADDRESSES.items()}


def missing_in(words: Words) -> list[Value]:
    """The values that these words need and that nobody has set."""
    needed = values_in(words.title, words.body)
    return [value for value, name in SETTINGS.items() if value in needed and not getattr(settings, name)]


def show(words: Words, language: str, known: Values) -> Shown:
    """Words in ``language`` with their values. What nobody has set says whom to ask."""
    with override(language):
        ask = _("(not named yet: ask %(contact)s)") % {"contact": known[Value.CONTACT]}
    title = _filled(words.title, known, ask)
    # A mark in a value is no mark of the text: a city may have a star in its name.
    body = _filled(words.body, {name: _unmarked(value) for name, value in known.items()}, _unmarked(ask))
    lead, *parts = _HEADING.split(body)
    sections: list[Section] = []
    for heading, text in zip(parts[::2], parts[1::2], strict=True):
        name = to_plain(heading.rstrip(" \t#") or heading)
        taken = {section.anchor for section in sections} | {"", "main"}
        anchor = slugify(name)
        if anchor in taken:
            anchor = f"{anchor}-{len(sections) + 1}".strip("-")
        # Under a heading of the second level, "###" is one of the third.
        sections.append(Section(anchor, name, _BELOW_A_HEADING.sub("", text).strip()))
    return Shown(title, lead.strip(), sections, language)


def _unmarked(value: str) -> str:
    return _MARK.sub(r"\\\1", value)


def filled(words: Words, known: Values) -> Words:
    """Words with their values, to be compared with others."""
    return Words(_filled(words.title, known, ""), _filled(words.body, known, ""))


def _filled(text: str, known: Values, ask: str) -> str:
    def of(found: Match[str]) -> str:
        name = found.group(1)
        return found.group() if name not in known else known[name] or ask or found.group()

    return VALUE.sub(of, text)
