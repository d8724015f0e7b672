"""Templates: none is left over, none trusts what people typed, none says a word that can't be translated."""

import re
from pathlib import Path

from django.template.utils import get_app_template_dirs

from tests.architecture.house import PACKAGE, modules, templates

# Django looks for these by name, and django-allauth puts the names of mails together.
BY_NAME = {
    "400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html",
    "account/email/new_browser_subject.txt", "account/email/new_browser_message.txt",
}  # fmt: skip
# Shows components with the words that somebody might have written in them.
SAMPLES = {"design/styleguide.html"}
PAGES = {name: text for name, text in templates().items() if name.endswith(".html")}


def _replaces_a_library_s(name: str) -> bool:
    folders = [Path(folder) for folder in get_app_template_dirs("templates")]
    return any((folder / name).exists() for folder in folders if PACKAGE not in folder.parents)


def _names() -> re.Pattern[str]:
    """What code and templates name: a name written out, or put together ("site/{page}.html")."""
    code = [module.path.read_text(encoding="utf-8") for module in modules()]
    written = re.findall(r"""["']([\w./{}-]+\.(?:html|txt|xml|svg))["']""", "\n".join([*code, *templates().values()]))
    return re.compile("|".join(re.sub(r"\\{.*?\\}", r"[\\w-]+", re.escape(name)) for name in sorted(set(written))))


def test_every_template_is_used() -> None:
    named = _names()
    left_over = [name for name in sorted(templates()) if not named.fullmatch(name) and name not in BY_NAME]
    assert [name for name in left_over if not _replaces_a_library_s(name)] == []


def _those(pattern: str) -> list[str]:
    """The pages that match a pattern which none should."""
    return [name for name, text in PAGES.items() if re.search(pattern, text)]


def test_templates_trust_nothing() -> None:
    assert _those(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off") == []


def test_templates_carry_no_style_or_script_of_their_own() -> None:
    assert _those(r"<(?:style|script)(?![^>]*(?:\bsrc=|nonce))[^>]*>|\sstyle=|\son[a-z]+=\"") == []


_TRANSLATED = re.compile(r"{%-?\s*blocktrans(?:late)?\b.*?{%-?\s*endblocktrans(?:late)?\s*-?%}", re.DOTALL)
# What machines read: code, addresses, and whether a page may be indexed.
_UNSEEN = re.compile(
    r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->|<(script|style|code|kbd)\b.*?</\1>|<!doctype[^>]*>|https?://\S*"
    r"|{%\s*block robots\s*%}.*?{%\s*endblock[^%]*%}",
    re.DOTALL,
)
_MARKS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
_READ_ALOUD = re.compile(r"\b(?:aria-label|title|alt|placeholder|aria-description)=\"([^\"]*)\"")
_WORD = re.compile(r"[^\W\d_]{2,}")


def _words(template: str) -> list[str]:
    """What a reader would read that never goes through gettext."""
    bare = _MARKS.sub(" ", _UNSEEN.sub(" ", _TRANSLATED.sub(" ", template)))
    shown = re.sub(r"&\w+;|<[^>]*>", " ", bare)
    return [*_WORD.findall(" ".join(_READ_ALOUD.findall(bare))), *_WORD.findall(shown)]


def test_every_word_of_a_template_can_be_translated() -> None:
    said = {name: _words(text) for name, text in PAGES.items() if name not in SAMPLES}
    assert {name: words for name, words in said.items() if words} == {}


def test_this_test_reads_what_people_read() -> None:
    assert _words('<p title="Dear me">{% translate "Yes" %} no {{ name }}</p><a href="/yes">{# no #}</a>') == [
        "Dear", "me", "no",
    ]  # fmt: skip
