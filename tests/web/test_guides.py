"""The guides as pages: found from everywhere, whole, and with what is needed to read them without seeing them."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from cestvous.web.guides.reading import read, sizes
from cestvous.web.guides.views import GUIDES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("place", ["home", "how_it_works"])
def test_guides_are_found(place: str, client: Client) -> None:
    assert f'href="{reverse("guides")}"' in client.get(reverse(place)).content.decode()
    listed = client.get(reverse("guides")).content.decode()
    for page, name in GUIDES.items():
        assert f'href="{reverse(page)}"' in listed
        assert escape(read(name, "fr").lead) in listed


@pytest.mark.parametrize(("page", "name"), GUIDES.items())
def test_a_guide_shows_its_contents_and_leads_to_each_part(page: str, name: str, client: Client) -> None:
    shown = client.get(reverse(page)).content.decode()
    guide = read(name, "fr")
    assert len(guide.contents) >= 8
    for part in guide.contents:
        for heading in (part, *part.below):
            assert shown.count(f'id="{heading.anchor}"') == 1
            assert f'href="#{heading.anchor}"' in shown
    assert shown.count("<h1") == 1


@pytest.mark.parametrize(("page", "name"), GUIDES.items())
def test_pictures_keep_their_place_and_come_when_one_gets_there(page: str, name: str, client: Client) -> None:
    shown = client.get(reverse(page)).content.decode()
    pictures = shown.split("<figure>")[1:]
    assert pictures
    for picture in pictures:
        tag, rest = picture.split(">", 1)
        assert 'loading="lazy"' in tag
        assert any(f'width="{width}" height="{height}"' in tag for width, height in sizes().values())
        assert 'alt="' in tag
        assert rest.startswith("<figcaption>")
    assert "<p><figure>" not in shown


def test_links_of_a_guide_lead_to_pages_and_never_show_how_they_are_written(client: Client) -> None:
    shown = client.get(reverse("guide_residents")).content.decode()
    assert f'href="{reverse("charter")}"' in shown
    assert "page:" not in shown


def test_a_guide_that_is_not_translated_is_read_in_the_language_in_which_it_was_written(client: Client) -> None:
    with override("de"):
        guide = read("habitants", "de")
    assert guide.language == "fr"
    assert guide.title == read("habitants", "fr").title
    assert '<h1 lang="fr">' in client.get(reverse("guide_residents")).content.decode()
