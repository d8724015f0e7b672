"""What a page costs beside its queries, counted in templates drawn, which depend on no machine."""

from collections import Counter

import pytest
from django.template.base import Template
from django.test import Client
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from cestvous.activities.contributions import actions
from cestvous.foundation.people.models import Person
from cestvous.kernel.languages import Words
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.design.drawing import DRAWINGS, Drawings, draw
from tests.factories import a_comment, a_contribution
from tests.web.browsing import page, read

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
