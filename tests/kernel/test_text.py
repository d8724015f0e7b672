"""Texts: whatever people type comes out safe, set as French is set, and can be cited word by word."""

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cestvous.kernel import text
from cestvous.kernel.text import NARROW, WIDE

SPACES = f" {NARROW}{WIDE}"
# What typography and Markdown look at, more often than chance would have it.
MARKS = "«»;:!?%€*_`[]()<>#-\n\t 12 aé&\"'\\/.=" + NARROW + WIDE
typed = st.text(st.one_of(st.sampled_from(MARKS), st.characters(exclude_categories=["Cs"])), max_size=120)
pieces = (
    "<script>", "</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "[a](", ")", "<", ">", "![", "a",
    "](javascript:alert(1))", "<a href='java\tscript:x'>", "&#106;avascript:", "data:text/html,x", '"', "'", "`", "**",
    "<javascript:x>", "<https://exemple.test/>", "\n\n", "[x]: javascript:y\n", "<svg/onload=x>", " ",
)  # fmt: skip
attacks = st.lists(st.sampled_from(pieces), max_size=12).map("".join)
word = st.text(alphabet="abcdefghéèàêçœ'’", min_size=1, max_size=9).filter(lambda said: said.strip("'’"))
paragraph = st.lists(word, min_size=1, max_size=12)


class _Tags(HTMLParser):
    """What a browser would make of it: the tags, whether they nest, and where links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.nests = True
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        ours = tag == "span" and attrs == [("class", "host")]
        self.attributes |= set() if ours else {name for name, _value in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in {"br", "hr"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.nests = self.nests and bool(self._open) and self._open.pop() == tag


def _assert_safe(html: str, *more: str) -> None:
    seen = _Tags(html)
    assert seen.tags <= text._TAGS | set(more)
    assert seen.attributes <= {"href", "rel"}
    assert all(link.startswith(("http://", "https://", "mailto:", "HTTP", "MAILTO")) for link in seen.links)


@given(st.one_of(typed, attacks))
@example("[a](javascript:alert(1))")
@example("<script>alert(1)</script>")
@example("<javascript:alert(1)>")
@example("[a](&#106;avascript:alert(1))")
@example("![x](https://exemple.test/x.png)")
def test_nothing_dangerous_comes_out(markdown: str) -> None:
    _assert_safe(text.to_html(markdown))


@given(st.one_of(typed, attacks), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_marking_passages_lets_nothing_dangerous_out_and_nests(markdown: str, ends: list[tuple[int, int]]) -> None:
    passages = [(min(pair), max(pair)) for pair in ends if pair[0] != pair[1]]
    html = text.to_html_with_passages(markdown, passages)
    _assert_safe(html, "mark")
    assert _Tags(html).nests
    assert "\ue000" not in html
    assert "\ue001" not in html


@pytest.mark.parametrize(
    ("markdown", "quote", "marked"),
    [
        (
            "Des bancs, **vite** et à l'ombre.",
            "vite et",
            "Des bancs, <strong><mark>vite</mark></strong><mark> et</mark>",
        ),
        (
            "Voir [le plan](https://exemple.test/p) du quartier.",
            "plan du",
            '<mark>plan</mark><span class="host"> (exemple.test)</span></a><mark> du</mark>',
        ),
        ("Un *mot*", "mot", "<em><mark>mot</mark></em>"),
        ("Rien ici", "", "<p>Rien ici</p>"),
    ],
)
def test_a_marked_passage_follows_the_text_through_its_marks(markdown: str, quote: str, marked: str) -> None:
    found = text.locate(quote, markdown)
    assert marked in text.to_html_with_passages(markdown, [found] if found else [])


@given(typed)
def test_french_typography_changes_nothing_twice(said: str) -> None:
    once = text.french(said)
    assert text.french(once) == once


@given(typed)
def test_french_typography_only_moves_spaces(said: str) -> None:
    assert text.french(said).translate(dict.fromkeys(map(ord, SPACES))) == said.translate(
        dict.fromkeys(map(ord, SPACES))
    )


@pytest.mark.parametrize(
    ("typed_in", "set_as"),
    [
        ("Pourquoi ?", f"Pourquoi{NARROW}?"),
        ("Non !", f"Non{NARROW}!"),
        ("Ainsi : oui", f"Ainsi{WIDE}: oui"),
        ("« oui »", f"«{NARROW}oui{NARROW}»"),
        ("«oui»", f"«{NARROW}oui{NARROW}»"),
        ("800 000 €", f"800{NARROW}000{WIDE}€"),
        ("à 18:30", "à 18:30"),
        ("https://exemple.test/?a=1", "https://exemple.test/?a=1"),
    ],
)
def test_french_is_set_as_french_is(typed_in: str, set_as: str) -> None:
    assert text.french(typed_in) == set_as
    assert text.set_in("it", typed_in) == typed_in


@pytest.mark.parametrize(
    ("language", "typed_in", "set_as"),
    [
        ("en", 'They said "no".', "They said “no”."),
        ("en", "the city's residents", "the city’s residents"),
        ("en", "90% of 1,200", "90% of 1,200"),
        ("de", 'Sie sagten "nein".', "Sie sagten „nein“."),
        ("de", "64 % um 18 Uhr", f"64{WIDE}% um 18{WIDE}Uhr"),
        ("de", "z. B. Bäume", f"z.{NARROW}B. Bäume"),
        ("de", "Warum ?", "Warum ?"),
        ("en", '[here](https://exemple.test "a title")', '[here](https://exemple.test "a title")'),
        ("en", '`"code"`', '`"code"`'),
    ],
)
def test_english_and_german_are_set_as_they_are(language: str, typed_in: str, set_as: str) -> None:
    assert text.set_in(language, typed_in) == set_as


@pytest.mark.parametrize("language", ["fr", "en", "de"])
def test_what_is_selected_on_a_page_is_found_in_what_was_typed(language: str) -> None:
    body = 'Before. They said "it\'s late" twice. After.'
    shown = text.set_in(language, 'said "it\'s late" twice')
    assert text.locate(shown, body) == (13, 35)


@given(st.lists(paragraph, min_size=1, max_size=3), st.data())
def test_what_is_quoted_is_found(paragraphs: list[list[str]], data: st.DataObject) -> None:
    body = "\n\n".join(" ".join(words) for words in paragraphs)
    words = data.draw(st.sampled_from(paragraphs))
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    quote = data.draw(st.sampled_from([" ", WIDE, "\n"])).join(words[first : last + 1])
    found = text.locate(quote, body)
    assert found is not None
    assert body[found[0] : found[1]].split() == quote.split()


@given(st.lists(word, min_size=2, max_size=6), st.sampled_from(["**{}**", "*{}*", "_{}_", "`{}`", "{}"]))
def test_what_is_selected_on_a_page_is_found_though_its_marks_are_gone(words: list[str], marks: str) -> None:
    body = " ".join([words[0], *(marks.format(said) for said in words[1:-1]), words[-1]])
    found = text.locate(" ".join(words), body)
    assert found == (0, len(body))


@given(paragraph, st.integers(0, 11), st.sampled_from(["«{}»", "« {} »", "{} !", "[{}](https://exemple.test/a)"]))
def test_what_typography_set_apart_is_found(words: list[str], place: int, form: str) -> None:
    place %= len(words)
    body = " ".join([*words[:place], form.format(words[place]), *words[place + 1 :]])
    assert text.locate(text.to_plain(text.french(body)), body) is not None


@given(word, word)
def test_nothing_is_found_across_paragraphs(first: str, second: str) -> None:
    assert text.locate(f"{first} {second}", f"{first}\n\n{second}") is None


@given(typed)
def test_cleaning_is_done_once_and_for_all(said: str) -> None:
    once = text.clean(said)
    assert text.clean(once) == once
    assert "\r" not in once


@given(typed)
def test_folding_is_done_once_and_for_all(said: str) -> None:
    assert text.folded(text.folded(said)) == text.folded(said)


@pytest.mark.parametrize("alike", ["École  d'été !", "ecole d ete", "ÉCOLE D’ÉTÉ", "école — d'été"])
def test_texts_that_say_the_same_fold_the_same(alike: str) -> None:
    assert text.folded(alike) == "ecole d ete"


@given(typed, st.integers(10, 60))
def test_an_excerpt_is_no_longer_than_asked(said: str, length: int) -> None:
    short = text.excerpt(said, length)
    assert len(short) <= length + 1
    assert "\n" not in short


@given(st.lists(st.sampled_from(["# ", "## ", "###### ", "a", "\n", "\n\n", "===", "---", "> "])).map("".join))
def test_a_heading_in_a_text_never_outranks_those_of_the_page(said: str) -> None:
    assert not {"h1", "h2"} & _Tags(text.to_html(said)).tags
