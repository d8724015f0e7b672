"""A real consultation of 2015 goes through our import format: nothing of it is lost, nothing is mixed with ours."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db.models import Count, F, Sum

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution, Position, Stance, TallyElsewhere
from cestvous.foundation.authors.models import Author, AuthorKind
from cestvous.foundation.discussions.models import Comment, Side, Thread
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.kernel.text import clean
from cestvous.procedure.consultations.models import Consultation, Participation, Register
from tests.commands.republique_numerique import RepubliqueNumerique, as_markdown, imported
from tests.factories import activity

DATA = RepubliqueNumerique()


@pytest.fixture
def consultation(agent: Person, official: Person, tmp_path: Path) -> Consultation:
    return imported(agent, official, tmp_path, "2026-03-20T18:00")


@pytest.mark.parametrize(
    ("words", "markdown"),
    [
        ("Un\n\r\n\r\n\r\ndeux", "Un\n\ndeux"),
        ("L&#39;État &amp; la <strong>Cnil</strong>&nbsp;:<br/>non", "L'État & la **Cnil** :\n\nnon"),
        ('<ul><li>un</li><li>voir <a href="https://a.fr/b">ceci</a></li></ul>', "- un\n- voir [ceci](https://a.fr/b)"),
        ("Voir http://a.fr/b_c_d. Et (https://e.fr)", "Voir <http://a.fr/b_c_d>. Et (<https://e.fr>)"),
        ("Titre\n------\n    indenté", "Titre\n\nindenté"),
        ("moins de <50 % d'entre eux", "moins de <50 % d'entre eux"),
    ],
)
def test_words_become_simple_markdown(words: str, markdown: str) -> None:
    assert as_markdown(words) == markdown


def test_everything_is_there_after_the_import(consultation: Consultation, resident: Person) -> None:
    check_sums(consultation)
    check_words(consultation)
    check_counters(consultation)
    check_tallies(consultation, resident)


def check_sums(consultation: Consultation) -> None:
    rows = Contribution.objects.of(consultation)
    assert rows.count() == len(DATA.proposals) == 696
    sides = {side: Comment.objects.filter(consultation=consultation.number, side=side).count() for side in Side}
    assert sides[Side.FOR] + sides[Side.AGAINST] == len(DATA.arguments) == 3_994
    assert sides == {Side.FOR: 1_960, Side.AGAINST: 2_034, Side.NEUTRAL: len(DATA.documents)}
    assert sides[Side.NEUTRAL] == 326
    totals = TallyElsewhere.objects.aggregate(**{side: Sum(f"{side}_count") for side in ("for", "against", "mixed")})
    assert totals == dict(DATA.votes)
    assert sum(totals.values()) == 88_622
    agreed = sum(row["votes"] for row in DATA.arguments + DATA.documents)
    assert Comment.objects.aggregate(agreed=Sum("tally_elsewhere"))["agreed"] == agreed == 12_826 + 344


def check_tallies(consultation: Consultation, resident: Person) -> None:
    """Votes cast elsewhere are no positions here, and a position taken here is no vote cast there."""
    assert not Position.objects.exists()
    counts = rows_summed("for_count", "against_count", "mixed_count")
    assert set(counts.values()) == {0}
    tally = TallyElsewhere.objects.order_by("pk")[0]
    before = (tally.for_count, tally.against_count, tally.mixed_count)
    contributions.take_position(by=resident, contribution=first_contribution(consultation), stance=Stance.FOR)
    tally.refresh_from_db()
    assert (tally.for_count, tally.against_count, tally.mixed_count) == before
    assert rows_summed("for_count") == {"for_count": 1}


def check_words(consultation: Consultation) -> None:
    """Words and appendices are whole; when they were said and when they were recorded are both kept."""
    row = first_contribution(consultation)
    proposal = DATA.proposals[0]
    words = row.source.words
    assert words.title == proposal["title"]
    assert row.source.said_at == datetime.fromisoformat(proposal["created_at"])
    assert row.source.recorded_at == clock.now()
    assert row.source.author.kind == AuthorKind.IMPORTED
    assert row.source.author.shown_name == f"{proposal['author']} (republique-numerique.fr)"
    for number, body in bodies(consultation):
        proposal = DATA.proposals[number - 1]
        for part in [proposal["body"], *(extra["body"] for extra in proposal["appendices"])]:
            assert bare(part) in bare(body), f"proposal {proposal['id']} lost words"


def check_counters(consultation: Consultation) -> None:
    """Counters say what the tables hold."""
    kept = {row.kind: (row.count, row.last_number) for row in Register.objects.filter(consultation=consultation)}
    people = Participation.objects.filter(consultation=consultation).count()
    assert kept == {"contributions": (696, 696), "comments": (4_320, 4_320), "people": (people, 0)}
    assert people == Author.objects.filter(kind=AuthorKind.IMPORTED).count() == 1_539
    wrong = Thread.objects.annotate(held=Count("comments")).exclude(comment_count=F("held"))
    assert not wrong.exists()
    assert Thread.objects.aggregate(all=Sum("comment_count"))["all"] == 4_320


def first_contribution(consultation: Consultation) -> Contribution:
    row = Contribution.objects.of(consultation).with_words().get(number=1)
    row.activity = activity(consultation, "contributions")
    return row


def rows_summed(*names: str) -> dict[str, int]:
    return Contribution.objects.aggregate(**{name: Sum(name) for name in names})


def bodies(consultation: Consultation) -> Iterator[tuple[int, str]]:
    rows = Contribution.objects.of(consultation).order_by("number")
    yield from rows.values_list("number", "source__current__body")


def bare(words: str) -> str:
    """Letters and digits only: what a change of layout leaves alone."""
    return "".join(character for character in clean(as_markdown(words)) if character.isalnum())
