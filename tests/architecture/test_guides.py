"""The guides say what is there: their pictures, links, and the words of the screens that they quote."""

from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image

from cestvous.web.guides import reading
from tests.machinery.guided import GUIDES, TYPED, links, pictures, quoted, said_on_screens
from tools.picturing import album
from tools.picturing.walking import HEAVIEST

_named = pytest.mark.parametrize("file", GUIDES, ids=lambda file: f"{file.parent.name}/{file.stem}")


def test_every_picture_is_named_once_taken_and_kept() -> None:
    named = [name for file in GUIDES if file.parent.name == reading.WRITTEN_FIRST for name, _words in pictures(file)]
    assert sorted(named) == sorted(picture.name for picture in album.PICTURES)
    assert sorted(named) == sorted(path.name for path in album.FOLDER.iterdir())
    assert sorted(named) == sorted(reading.sizes())


@pytest.mark.parametrize("path", sorted(album.FOLDER.iterdir()), ids=lambda path: path.stem)
def test_a_picture_is_light_and_as_large_as_pages_say(path: Path) -> None:
    assert path.stat().st_size <= HEAVIEST
    assert reading.sizes()[path.name] == album.shown_size(path)
    with Image.open(path) as picture:
        assert picture.format == "WEBP"
        assert not picture.getexif()


@_named
def test_every_picture_is_described(file: Path) -> None:
    assert [name for name, words in pictures(file) if len(words.split()) < 6] == []


@_named
def test_every_link_leads_somewhere(file: Path) -> None:
    for link in links(file):
        page, _mark, anchor = link.partition("#")
        assert page.startswith(reading.PAGE) or not page, f"{link}: pages of the site are named as the code does"
        assert reading.address(link)
        if anchor:
            assert not page
            assert anchor in _anchors(file)


def _anchors(file: Path) -> set[str]:
    guide = reading.read(file.stem, file.parent.name)
    return {heading.anchor for part in guide.contents for heading in (part, *part.below)}


@_named
def test_no_two_headings_share_an_address(file: Path) -> None:
    guide = reading.read(file.stem, file.parent.name)
    anchors = [heading.anchor for part in guide.contents for heading in (part, *part.below)]
    assert len(anchors) == len(set(anchors))


@_named
def test_what_a_guide_quotes_the_screens_say(file: Path) -> None:
    unknown = {words for words in quoted(file) - TYPED if not any(text.fullmatch(words) for text in said_on_screens())}
    assert unknown == set()


def test_every_guide_has_its_page() -> None:
    assert {file.stem for file in GUIDES} == {"habitants", "agents"}
    assert reverse("guide_residents").endswith("/habitants/")
