"""What a page costs beside its queries, counted in templates drawn, which depend on no machine."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.template.base import Template
from django.test import Client
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override
from pytest_django import Settings

from cestvous.activities.contributions import actions
from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.discussions.models import Thread
from cestvous.foundation.files.actions import Joined
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source, Standing, Version
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel.languages import Words
from cestvous.procedure.consultations.models import Consultation, Theme
from cestvous.web.design.drawing import AROUND, DRAWINGS, Drawings, Part, draw
from tests.factories import a_comment, a_contribution
from tests.factories.files import a_received_file
from tests.machinery.clock import MONDAY
from tests.web.browsing import page, read, shown, signed_in

FEW, MANY = 3, 12
EMPTY = "design/empty_state.html"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each template was drawn."""
    counted: Counter[str] = Counter()
    render = Template.render

    def counting(self: Template, context: object) -> SafeString:
        counted[self.name or ""] += 1
        return render(self, context)  # type: ignore[arg-type]  # as it was given

    monkeypatch.setattr(Template, "render", counting)
    return counted


def _again(client: Client, address: str, drawn: Counter[str]) -> int:
    """How many templates a visitor's page draws that was shown before."""
    read(client, address)
    drawn.clear()
    read(client, address)
    return drawn.total()


@pytest.mark.django_db
def test_a_list_that_was_shown_before_draws_no_more_for_many_than_for_few(
    client: Client, open_consultation: Consultation, resident: Person, drawn: Counter[str]
) -> None:
    address = page("contributions", open_consultation.number)
    for count in range(FEW):
        a_contribution(resident, open_consultation, f"Idée {count}")
    few = _again(client, address, drawn)
    for count in range(FEW, MANY):
        a_contribution(resident, open_consultation, f"Idée {count}")
    assert _again(client, address, drawn) == few


@pytest.mark.django_db
def test_a_discussion_that_was_shown_before_draws_no_more_for_many_than_for_few(
    client: Client, open_consultation: Consultation, resident: Person, neighbour: Person, drawn: Counter[str]
) -> None:
    one = a_contribution(resident, open_consultation)
    address = page("contribution", open_consultation.number, one.number)
    # More than are read at a glance: from there on, the page offers to choose a side.
    for count in range(2 * FEW):
        a_comment(neighbour, one, f"Argument {count}")
    few = _again(client, address, drawn)
    for count in range(2 * FEW, 2 * MANY):
        a_comment(neighbour, one, f"Argument {count}")
    assert _again(client, address, drawn) == few


@pytest.mark.django_db
def test_a_card_says_at_once_what_has_changed(
    client: Client, open_consultation: Consultation, resident: Person
) -> None:
    one = a_contribution(resident, open_consultation, "Des bancs")
    address = page("contributions", open_consultation.number)
    assert "Des bancs" in read(client, address)
    actions.edit(
        by=resident, contribution=one, title="Des chaises", body="B", theme=None, neighbourhood=None,
        stays_after_erasure=True, reason="", opened_on=1,
    )  # fmt: skip
    changed = read(client, address)
    assert "Des chaises" in changed
    assert "Des bancs" not in changed
    actions.withdraw(by=resident, contribution=one)
    assert "Des chaises" not in read(client, address)


def _theme(one: Contribution) -> None:
    theme = Theme.objects.create(slug="nature", name="Nature en ville")
    Contribution.objects.filter(pk=one.pk).update(theme=theme)


def _place(one: Contribution) -> None:
    place = Neighbourhood.objects.create(slug="rebberg", name="Rebberg en haut")
    Contribution.objects.filter(pk=one.pk).update(neighbourhood=place)


def _name(one: Contribution) -> None:
    Person.objects.filter(author=one.source.author).update(name="Une autre personne")


def _own(**changes: object) -> Callable[[Contribution], object]:
    return lambda one: Contribution.objects.filter(pk=one.pk).update(**changes)


def _words(**changes: object) -> Callable[[Contribution], object]:
    return lambda one: Version.objects.filter(source=one.source).update(**changes)


def _said(**changes: object) -> Callable[[Contribution], object]:
    return lambda one: Source.objects.filter(pk=one.source_id).update(**changes)


CHANGES: dict[str, tuple[Callable[[Contribution], object], str]] = {
    "title": (_words(title="Des chaises longues"), "Des chaises longues"),
    "body": (_words(body="Tout autre chose."), "Tout autre chose."),
    "place": (_words(place="Devant la gare"), "Devant la gare"),
    "version": (_words(number=7), "version 7"),
    "language": (_said(language="de"), "en allemand"),
    "day": (_said(said_at=MONDAY - timedelta(days=31)), "30\u00a0janvier\u00a02026"),
    "author who is not named": (_said(author_is_shown=False), "Une personne, sans son nom"),
    "name": (_name, "Une autre personne"),
    "theme": (_theme, "Nature en ville"),
    "neighbourhood": (_place, "Rebberg en haut"),
    "positions": (_own(for_count=4321), "4\u202f321 pour"),
    "comments": (lambda one: Thread.objects.filter(pk=one.thread_id).update(comment_count=97), "97 commentaires"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_whatever_a_card_says_is_said_anew_once_it_has_changed(
    client: Client, open_consultation: Consultation, resident: Person, change: str
) -> None:
    made, words = CHANGES[change]
    one = a_contribution(resident, open_consultation)
    address = page("contributions", open_consultation.number)
    assert words not in read(client, address)
    made(one)
    assert words in read(client, address)


@pytest.mark.django_db
def test_a_card_counts_files_and_texts_alike_as_they_are_now(
    client: Client, open_consultation: Consultation, resident: Person, neighbour: Person
) -> None:
    address = page("contributions", open_consultation.number)
    a_contribution(resident, open_consultation)
    alone = read(client, address)
    joined = [Joined(a_received_file(neighbour), "Le plan")]
    other = a_contribution(neighbour, open_consultation, joined=joined)
    together = read(client, address)
    assert "1 fichier" not in alone
    assert "1 fichier" in together
    assert "Le même texte a été envoyé" not in alone
    assert together.count("Le même texte a été envoyé 2 fois") == 2
    actions.withdraw(by=neighbour, contribution=other)
    assert "Le même texte a été envoyé" not in read(client, address)


@pytest.mark.django_db
def test_a_text_that_is_hidden_is_on_no_card_whatever_the_list_has_kept(
    client: Client, open_consultation: Consultation, resident: Person
) -> None:
    one = a_contribution(resident, open_consultation, "Des bancs")
    address = page("contributions", open_consultation.number)
    assert "Des bancs" in read(client, address)
    # By other means than the actions, which keep the column that lists go by.
    Source.objects.filter(pk=one.source_id).update(standing=Standing.HIDDEN)
    assert Contribution.objects.get(pk=one.pk).is_shown
    assert not shown(client, address).cards
    assert "Des bancs" not in read(client, address)


@pytest.mark.django_db
def test_facets_count_what_has_just_been_said(
    client: Client, open_consultation: Consultation, resident: Person, drouot: Neighbourhood
) -> None:
    address = page("contributions", open_consultation.number)
    for count in range(1, FEW):
        one = a_contribution(resident, open_consultation, f"Idée {count}")
        actions.edit(
            by=resident, contribution=one, title=f"Idée {count}", body=f"B{count}", theme=None, neighbourhood=drouot,
            stays_after_erasure=True, reason="", opened_on=1,
        )  # fmt: skip
        assert f'{drouot.name} <span class="facet-count">{count}</span>' in read(client, address)


@pytest.mark.django_db
def test_what_stands_around_a_page_is_that_of_its_reader_its_address_and_its_city(
    client: Client, open_consultation: Consultation, resident: Person, settings: Settings
) -> None:
    address = page("contributions", open_consultation.number)
    visitor = read(client, address)
    theirs = read(signed_in(resident), address)
    assert "Mon compte" not in visitor
    assert "Mon compte" in theirs
    assert read(client, address) == visitor
    assert f'hreflang="de" href="{settings.SITE_URL}{address.replace("/fr/", "/de/")}?sort=discussed"' in read(
        client, f"{address}?sort=discussed"
    )
    settings.SITE_NAME = "Une autre ville"
    assert "Une autre ville" in read(client, address)


def test_a_part_that_was_drawn_is_not_put_together_again() -> None:
    made = list[str]()

    def part(known_by: object) -> Part[str]:
        def make() -> str:
            made.append(str(known_by))
            return str(known_by)

        return Part("consultations/heading.html", "words", known_by, make)

    drawn = {part(known_by).drawn for known_by in ("1", "1", 1, "1")}
    assert len(drawn) == 1
    # The type of a value counts.
    assert made == ["1", "1"]


def test_what_looks_alike_and_is_not_is_drawn_apart() -> None:
    typed, markup = "<b>Ici</b>", mark_safe("<b>Ici</b>")
    assert "&lt;b&gt;" in draw(EMPTY, {"title": "", "content": typed})
    assert "<b>Ici</b>" in draw(EMPTY, {"title": "", "content": markup})
    assert "&lt;b&gt;" in draw(EMPTY, {"title": "", "content": typed})
    german = draw("design/breadcrumb.html", {"crumbs": [{"title": Words("Hier", "de"), "url": ""}]})
    french = draw("design/breadcrumb.html", {"crumbs": [{"title": Words("Hier", "fr"), "url": ""}]})
    assert 'lang="de"' in german
    assert 'lang="de"' not in french


def test_each_language_has_its_own_drawings() -> None:
    with override("fr"):
        french = draw("design/breadcrumb.html", {"crumbs": [{"title": "a", "url": "b"}]})
    with override("en"):
        assert draw("design/breadcrumb.html", {"crumbs": [{"title": "a", "url": "b"}]}) != french


@pytest.mark.django_db
def test_addresses_that_are_made_up_push_out_no_card(
    client: Client, open_consultation: Consultation, resident: Person
) -> None:
    a_contribution(resident, open_consultation)
    address = page("contributions", open_consultation.number)
    read(client, address)
    drawn, around = DRAWINGS.characters, AROUND.characters
    read(client, f"{address}?made=up")
    assert DRAWINGS.characters == drawn
    assert AROUND.characters > around


def test_what_is_kept_is_bounded_and_the_oldest_goes_first() -> None:
    drawings = Drawings(most_characters=10)
    for key in (b"1", b"2", b"3"):
        drawings.keep(key, SafeString("12345"))
        drawings.find(b"1")
    assert drawings.find(b"1")
    assert drawings.find(b"3")
    assert not drawings.find(b"2")
    assert drawings.characters == 10
    drawings.keep(b"1", SafeString("1"))
    assert drawings.characters == 6
    DRAWINGS.forget()
