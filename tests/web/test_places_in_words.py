"""Where a contribution is about, in words: a part of its version, shown, searched, taken away."""

import json

import pytest
from django.test import Client

from cestvous.activities.contributions import actions
from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Version
from cestvous.procedure.consultations.models import Consultation
from tests.factories import a_contribution
from tests.web.browsing import page, read, send, shown, signed_in
from tests.web.filling import a_contribution_form, filled

pytestmark = pytest.mark.django_db
PLACE = "carrefour de la Bourse"


@pytest.fixture
def placed(open_consultation: Consultation, resident: Person) -> Contribution:
    return a_contribution(resident, open_consultation, place=PLACE)


def test_a_place_is_typed_and_shown_on_the_page_and_in_the_list(
    client: Client, open_consultation: Consultation, resident: Person
) -> None:
    theirs = signed_in(resident)
    assert "n'écrivez pas votre propre adresse" in read(theirs, page("contribute", open_consultation.number))
    send(theirs, page("contribute", open_consultation.number), a_contribution_form(place=f"  {PLACE} "))
    for address in (page("contribution", open_consultation.number, 1), page("contributions", open_consultation.number)):
        assert f"Lieu : {PLACE}" in read(client, address).replace("\u202f", " ").replace("\xa0", " ")


def test_a_draft_keeps_the_place_and_for_whom_one_speaks(open_consultation: Consultation, resident: Person) -> None:
    theirs = signed_in(resident)
    address = page("contribute", open_consultation.number)
    send(theirs, address, {"title": "Des bancs", "place": PLACE, "do": "keep-draft"})
    assert shown(theirs, address).form["place"].value() == PLACE


def test_changing_the_place_alone_is_a_version_that_shows_it(
    client: Client, placed: Contribution, resident: Person
) -> None:
    number, theirs = placed.activity.consultation.number, signed_in(resident)
    address = page("edit_contribution", number, placed.number)
    form = shown(theirs, address).form
    send(theirs, address, filled(form, joined=None, place="carrefour de la Cloche", reason="Je me suis trompée"))
    assert Version.objects.filter(source=placed.source).count() == 2
    changed = shown(client, page("contribution_version", number, placed.number, 2))
    assert [(stretch.change, stretch.words.strip()) for stretch in changed.place_changes] == [
        ("same", "carrefour de la"),
        ("removed", "Bourse"),
        ("added", "Cloche"),
    ]
    assert not changed.is_same
    assert PLACE in read(client, page("contribution_version", number, placed.number, 1))


def test_the_digest_in_the_register_covers_the_place_and_stays_what_it_was_without_one(
    placed: Contribution, open_consultation: Consultation, resident: Person
) -> None:
    words = placed.source.words
    digest = words.digest
    words.place = "ailleurs"
    assert words.digest != digest
    words.place = ""
    bare = a_contribution(resident, open_consultation).source.words
    words.salt = bare.salt
    assert words.digest == bare.digest


def test_the_same_words_about_another_place_are_another_contribution(
    placed: Contribution, open_consultation: Consultation, resident: Person
) -> None:
    assert a_contribution(resident, open_consultation, place=PLACE) == placed
    assert a_contribution(resident, open_consultation, place="place Franklin") != placed


def test_a_search_finds_the_place_by_its_stems_and_marks_it(client: Client, placed: Contribution) -> None:
    address = page("contributions", placed.activity.consultation.number)
    assert "carrefour de la <mark>Bourse</mark>" in read(client, f"{address}?q=bourses")
    assert not shown(client, f"{address}?q=Franklin").cards


def test_a_place_too_long_is_refused_and_kept(open_consultation: Consultation, resident: Person) -> None:
    form = a_contribution_form(place="x" * 161)
    assert "x" * 161 in send(signed_in(resident), page("contribute", open_consultation.number), form, 422)


def test_a_withdrawn_contribution_takes_its_place_along(client: Client, placed: Contribution, resident: Person) -> None:
    number = placed.activity.consultation.number
    whole = page("takeaway_whole", number)
    assert _contribution(client, whole)["place"] == PLACE
    actions.withdraw(by=resident, contribution=placed)
    assert PLACE not in read(client, page("contribution", number, placed.number))
    assert PLACE not in read(client, page("contribution_version", number, placed.number, 1))
    assert _contribution(client, whole)["place"] is None


def _contribution(client: Client, address: str) -> dict[str, object]:
    lines = client.get(address).getvalue().decode().splitlines()
    found: dict[str, object] = next(line for line in map(json.loads, lines) if line["type"] == "contribution")
    return found
