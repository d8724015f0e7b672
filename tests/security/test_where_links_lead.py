"""Nobody is led elsewhere than they think by a link in somebody's words."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cestvous.kernel import text
from cestvous.kernel.links import beside, destination, may_be_followed
from cestvous.web.documents.marks import blocks_of
from tests.machinery.html import Page

REL = {"ugc", "nofollow", "noopener", "noreferrer"}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[ici](https://mulhouse.fr/plan)", "ici (mulhouse.fr)"),
        ("[ici](https://MULHOUSE.fr:8443/plan)", "ici (mulhouse.fr:8443)"),
        ("[mulhouse.fr](https://evil.test/)", "mulhouse.fr (evil.test)"),
        ("[https://mulhouse.fr/](https://mulhouse.fr.evil.test/)", "https://mulhouse.fr/ (mulhouse.fr.evil.test)"),
        ("[mulhouse.fr](https://www.mulhouse.fr/plan)", "mulhouse.fr"),
        ("<https://mulhouse.fr/plan>", "https://mulhouse.fr/plan"),
        ("[écrire](mailto:maire@evil.test?subject=Oui)", "écrire (maire@evil.test)"),
        ("<maire@mulhouse.test>", "maire@mulhouse.test"),
        ("[ici](https://médiathèque.test/)", "ici (médiathèque.test)"),
        ("<https://médiathèque.test/>", "https://médiathèque.test/"),
        # Cyrillic letters, spelled or as they are looked up.
        ("[ici](https://аррӏе.test/)", "ici (xn--80ak6aa92e.test)"),
        ("<https://xn--80ak6aa92e.test/>", "https://аррӏе.test/ (xn--80ak6aa92e.test)"),
        ("[**le** `plan`](https://a.test)", "le plan (a.test)"),
        # Our own site.
        ("[le registre](http://testserver/fr/registre/)", "le registre"),
    ],
)
def test_a_host_stands_beside_words_that_are_not_the_address(written: str, shown: str) -> None:
    page = Page(text.to_html(written))
    assert page.words.strip() == shown
    assert [set(link["rel"].split()) for link in page.all("a")] == [REL]


@pytest.mark.parametrize(
    "address",
    [
        "https://mulhouse.fr@evil.test/",
        "https://mulhouse.fr:80@evil.test/",
        "https://mulhouse.fr%2F@evil.test/",
        "https://evil.test\\@mulhouse.fr/",
        "https:evil.test",
        "https:///evil.test",
        "//evil.test",
        "/fr/",
        "https://mulhouse.fr%2eevil.test/",
        "https://evil.test:99999/",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "ftp://evil.test",
        "mailto:maire@mulhouse.test,tous@evil.test",
        "mailto:",
        "http://",
    ],
)
def test_what_leads_elsewhere_than_it_seems_stands_as_it_was_typed(address: str) -> None:
    assert not may_be_followed(address)
    for written in (f"[la mairie]({address})", f"[la mairie][1]\n\n[1]: {address}"):
        page = Page(text.to_html(written))
        assert not page.all("a"), written
        assert "la mairie" in page.words


def test_a_document_shows_where_its_links_lead_too() -> None:
    for address, shown in (("https://аррӏе.test/", "ici (xn--80ak6aa92e.test)"), ("http://testserver/fr/", "ici")):
        (paragraph,) = blocks_of(f"[ici]({address})", "fr", 2)
        assert "".join(run.words for run in paragraph.runs) == shown  # type: ignore[union-attr]


ADDRESSES = st.one_of(
    st.text(max_size=40),
    st.from_regex(r"https?://[a-zа-я0-9.@:%/\\\[\]-]{0,40}", fullmatch=True),
    st.from_regex(r"mailto:[a-z@.,%?&=-]{0,30}", fullmatch=True),
)


@given(ADDRESSES, st.text(max_size=20))
def test_whatever_is_typed_a_followed_link_says_where_it_leads(address: str, words: str) -> None:
    for link in Page(text.to_html(f"[{words}]({address})")).all("a"):
        href = link.get("href", "")
        if not href:
            # Brackets with nothing between them lead nowhere.
            continue
        assert may_be_followed(href)
        assert urlsplit(href).username is None
        assert destination(href)
        assert destination(href).isprintable()


@given(st.text(max_size=200))
def test_no_address_keeps_a_machine_busy_or_is_an_error(address: str) -> None:
    assert isinstance(beside(f"https://{address}", "x"), str)
    assert not may_be_followed("https://" + "a" * 20_000 + "!")
