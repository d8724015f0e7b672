"""Finding one's way in the contributions of a consultation: sorting, pages, what positions come to."""

from collections import Counter
from collections.abc import Iterator
from itertools import permutations

import pytest
from django.test import Client
from django.urls import reverse

from cestvous.activities.contributions import actions
from cestvous.activities.contributions.actions.drawers import lean
from cestvous.activities.contributions.models import PRIME, Contribution, Order, Tendency, shuffled, tendency_of
from cestvous.foundation.discussions.models import Thread
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.contributions.listing import Listing
from tests.factories import a_contribution, a_person, in_phase

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_for_words(consultation: Consultation) -> Consultation:
    return in_phase(consultation, "consultation")


@pytest.fixture
def many(open_for_words: Consultation, drouot: Neighbourhood) -> Consultation:
    """A consultation with 47 contributions, comments and positions spread unevenly, many of them alike."""
    for index in range(47):
        one = a_contribution(a_person(neighbourhood=drouot), open_for_words, f"Idée {index + 1}", f"Corps {index}")
        Thread.objects.filter(pk=one.thread_id).update(comment_count=index * 7 % 5)
        stand(one, index * 3 % 4, index * 5 % 3, index % 2)
    return open_for_words


def stand(one: Contribution, in_favour: int, against: int, mixed: int = 0) -> None:
    counts = {"for_count": in_favour, "against_count": against, "mixed_count": mixed}
    Contribution.objects.filter(pk=one.pk).update(**counts)
    lean(Contribution.objects.get(pk=one.pk))


def address(consultation: Consultation) -> str:
    return reverse("contributions", args=[consultation.number])


def listing(client: Client, url: str, **asked: str) -> Listing:
    answer = client.get(url, asked)
    assert answer.status_code == 200
    shown: Listing = answer.context["page"]
    return shown


def numbers(client: Client, url: str, **asked: str) -> list[int]:
    return [part.make().number for part in listing(client, url, **asked).cards]


def pages(client: Client, first: str) -> Iterator[list[int]]:
    """The numbers on each page of a list, as far as its links lead."""
    url = first
    while url:
        shown = listing(client, url)
        yield [part.make().number for part in shown.cards]
        url = shown.older_url


def test_the_most_discussed_come_first(client: Client, many: Consultation) -> None:
    rows = {row.number: row for row in Contribution.objects.select_related("thread")}
    listed = [number for page in pages(client, address(many) + "?sort=discussed") for number in page]
    assert listed == sorted(rows, key=lambda number: (-rows[number].thread.comment_count, -number))


def test_those_that_few_people_stood_on_come_first_the_oldest_among_them(client: Client, many: Consultation) -> None:
    rows = {row.number: row.for_count + row.mixed_count + row.against_count for row in Contribution.objects.all()}
    listed = [number for page in pages(client, address(many) + "?sort=fewest") for number in page]
    assert listed == sorted(rows, key=lambda number: (rows[number], number))


@pytest.mark.parametrize("asked", ["", "?sort=discussed", "?sort=fewest", "?sort=shuffle&seed=4711"])
def test_pages_show_each_contribution_once_whatever_comes_meanwhile(
    client: Client, many: Consultation, asked: str, drouot: Neighbourhood
) -> None:
    there_all_along = set(range(1, 48)) - {30}
    listed: list[int] = []
    for page in pages(client, address(many) + asked):
        assert 0 < len(page) <= 20
        listed += page
        a_contribution(a_person(neighbourhood=drouot), many, f"Entretemps {len(listed)}")
        gone = Contribution.objects.select_related("source__author__person", "activity").get(number=30)
        if gone.source.is_published and gone.source.author.person:
            actions.withdraw(by=gone.source.author.person, contribution=gone)
    counted = Counter(listed)
    assert {number for number, count in counted.items() if count > 1} == set()
    assert there_all_along <= counted.keys()


def test_a_shuffle_draws_a_seed_and_puts_it_in_the_address(client: Client, many: Consultation) -> None:
    drawn = client.get(address(many), {"sort": "shuffle", "theme": ""})
    assert drawn.status_code == 302
    assert "sort=shuffle&seed=" in drawn["Location"]
    assert numbers(client, drawn["Location"]) == numbers(client, drawn["Location"])
    assert len({client.get(address(many), {"sort": "shuffle"})["Location"] for _time in range(5)}) > 1


def test_a_seed_gives_the_same_order_on_every_database(client: Client, many: Consultation) -> None:
    assert numbers(client, address(many), sort="shuffle", seed="1") == in_python(1, range(1, 48))[:20]
    listed = [number for page in pages(client, address(many) + "?sort=shuffle&seed=2") for number in page]
    assert listed == in_python(2, range(1, 48))
    assert listed != in_python(1, range(1, 48))


def test_a_shuffle_stays_what_it_was_when_narrowed(client: Client, many: Consultation) -> None:
    for one in Contribution.objects.filter(number__lte=10).order_by("number"):
        stand(one, 9, 8)
    assert numbers(client, address(many), sort="shuffle", seed="5", positions="contested") == in_python(5, range(1, 11))


def in_python(seed: int, listed: range) -> list[int]:
    """What the database computes, computed again: a polynomial of the number, modulo a prime."""
    return sorted(listed, key=lambda number: (place(shuffled(seed), number), number))


def place(order: Order, number: int) -> int:
    expression, steps = order.place, []
    while hasattr(expression, "lhs"):
        # A step: what stands before it times the number, plus a coefficient, modulo the prime.
        raised = expression.lhs
        steps.append(raised.rhs.value)
        expression = raised.lhs.lhs
    value: int = expression.value  # type: ignore[attr-defined]
    for coefficient in reversed(steps):
        value = (value * number + coefficient) % PRIME
    return value


def test_over_many_seeds_any_contribution_comes_first_as_often_as_another() -> None:
    few, seeds = (3, 4, 90, 1_234), range(1, 4_801)
    orders = [shuffled(seed) for seed in seeds]
    met = Counter(tuple(sorted(few, key=lambda number: place(order, number))) for order in orders)
    expected = len(seeds) / 24
    # Four standard deviations: what a fair draw stays within.
    assert all(abs(met[order] - expected) < 4 * expected**0.5 for order in permutations(few))


def test_over_many_seeds_any_contribution_is_on_the_first_page_as_often_as_another() -> None:
    size, seeds = 120, range(1, 1_201)
    on_first = Counter(number for seed in seeds for number in in_python(seed, range(1, size + 1))[:20])
    expected = len(seeds) * 20 / size
    assert all(abs(on_first[number] - expected) < 4.5 * expected**0.5 for number in range(1, size + 1))


@pytest.mark.parametrize(
    ("in_favour", "against", "mixed", "tendency"),
    [
        (5, 5, 0, Tendency.CONTESTED),
        (10, 5, 40, Tendency.CONTESTED),
        (5, 10, 0, Tendency.CONTESTED),
        (11, 5, 0, ""),
        (4, 4, 9, ""),
        (4, 0, 0, ""),
        (5, 0, 0, Tendency.AGREED),
        (0, 5, 1, Tendency.AGREED),
        (5, 1, 1, Tendency.AGREED),
        (5, 2, 0, ""),
        (10, 1, 3, ""),
        (0, 0, 20, ""),
        (0, 0, 0, ""),
    ],
)
def test_positions_come_to_a_tendency_or_to_none(in_favour: int, against: int, mixed: int, tendency: str) -> None:
    assert (tendency_of(in_favour, against, mixed) or "") == tendency


def test_the_list_narrows_by_what_positions_come_to_and_says_what_that_means(
    client: Client, open_for_words: Consultation, resident: Person
) -> None:
    for title, counts in (("Divise", (6, 5)), ("Rassemble", (9, 1)), ("Fâche", (0, 7)), ("Nouvelle", (0, 0))):
        stand(a_contribution(resident, open_for_words, title), *counts)
    shown = listing(client, address(open_for_words))
    narrowing = shown.narrowing.make()
    (group,) = narrowing.facets
    assert {facet.title: facet.count for facet in group.facets} == {
        str(Tendency.CONTESTED.label): 1,
        str(Tendency.AGREED.label): 2,
    }
    assert "5" in narrowing.tendencies
    assert numbers(client, address(open_for_words), positions="contested") == [1]
    assert numbers(client, address(open_for_words), positions="agreed", sort="fewest") == [3, 2]
    html = client.get(address(open_for_words), {"positions": "agreed"}).content.decode()
    assert 'name="positions" value="agreed"' in html


def test_sorting_keeps_what_narrows_and_begins_anew(client: Client, many: Consultation) -> None:
    shown = listing(client, address(many), sort="discussed", before="9", place="2")
    assert shown.first_url == address(many) + "?sort=discussed"
    assert shown.above.asked.form()["sort"].value() == "discussed"
    assert listing(client, address(many), sort="shuffle", seed="3").above.again_url == address(many) + "?sort=shuffle"
