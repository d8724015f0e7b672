"""``cestvous import consultation``: what a file says is there afterwards, once."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError

from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.authors.models import Author, AuthorKind
from cestvous.foundation.discussions.models import Comment, Side
from cestvous.foundation.journal.models import Event
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock
from cestvous.kernel.text import to_html
from cestvous.procedure.consultations.models import Consultation, State, Theme
from tests.commands.berges import CONTRIBUTION, DOCUMENT, HEADER, WHOLE, Imports, importing, nothing_was_kept, written
from tests.factories import fresh
from tests.machinery.clock import travel


@pytest.fixture
def imports(agent: Person, official: Person, tmp_path: Path) -> Imports:
    return importing(agent, official, tmp_path)


def test_a_consultation_is_published_where_its_file_says_it_stands(
    imports: Imports, agent: Person, official: Person
) -> None:
    imports(WHOLE)
    consultation = fresh(Consultation.objects.get())
    assert (consultation.state, consultation.import_key) == (State.PUBLISHED, "berges-2019")
    assert (consultation.origin, consultation.published_at) == (HEADER["origin"], clock.now())
    assert consultation.sponsor is not None
    assert consultation.sponsor.person == official
    assert [mandate.person for mandate in consultation.agents_in_charge] == [agent]
    entered = {phase.key: phase.entered_at for phase in consultation.schedule.phases}
    assert entered["presentation"] == datetime(2019, 4, 30, 22, tzinfo=UTC)
    assert entered["consultation"] == datetime(2019, 5, 14, 22, tzinfo=UTC)
    assert entered["synthesis"] == datetime(2019, 6, 14, 22, tzinfo=UTC)
    assert entered["debate"] is None
    following = [phase.starts_at for phase in consultation.schedule.phases if phase.entered_at is None]
    assert following[0] == datetime(2026, 3, 16, 8, tzinfo=UTC), "a fortnight for the synthesis, from today"
    assert following[1] == datetime(2026, 3, 30, 7, tzinfo=UTC), "at the same hour, in summer time"


def test_words_dates_names_and_tallies_are_kept(imports: Imports) -> None:
    imports(WHOLE)
    said = Contribution.objects.with_words().get()
    assert (said.title, said.source.words.body) == (CONTRIBUTION["title"], CONTRIBUTION["body"])
    assert said.source.said_at == datetime(2019, 5, 20, 8, tzinfo=UTC)
    assert said.source.recorded_at == clock.now()
    assert said.source.must_be_accounted_for
    assert said.theme == Theme.objects.get(slug="eau")
    assert (said.for_count, said.against_count, said.mixed_count) == (0, 0, 0)
    tally = said.tally_elsewhere
    assert (tally.for_count, tally.against_count, tally.mixed_count) == (10, 3, 2)
    argument, document = Comment.objects.with_words().order_by("number")
    assert (argument.side, argument.tally_elsewhere, argument.endorsement_count) == (Side.AGAINST, 4, 0)
    assert (document.side, document.tally_elsewhere) == (Side.NEUTRAL, None)
    assert document.source.said_at == said.source.said_at, "a document without a date has that of its contribution"
    shown = to_html(document.source.words.body)
    assert "<strong>Plan *des* berges</strong>" in shown
    assert 'href="https://exemple.test/plan"' in shown
    assert said.source.author == document.source.author
    assert said.source.author.shown_name == "Anne (jeparticipe.example)"
    assert not argument.source.must_be_accounted_for


def test_somebody_of_the_same_name_elsewhere_is_somebody_else(imports: Imports) -> None:
    imports(WHOLE)
    imports([HEADER | {"key": "autre", "platform": "autre.example"}, *WHOLE[1:]])
    assert Author.objects.filter(kind=AuthorKind.IMPORTED, name__startswith="Anne").count() == 2


def test_the_journal_says_what_was_imported_and_holds_no_words(imports: Imports, agent: Person) -> None:
    imports(WHOLE)
    events = Event.objects.of(Consultation.objects.get().reference).filter(kind__contains="imported").order_by("pk")
    assert [event.kind for event in events] == ["consultations.imported"] + ["contributions.imported"] * 2
    assert [event.facts.get("what") for event in events] == [None, "contributions", "comments"]
    assert {event.actor for event in events} == {agent.author.identifier}
    assert {event.at for event in events} == {clock.now()}


def test_importing_twice_changes_nothing(imports: Imports, drouot: Neighbourhood) -> None:
    imports(WHOLE)
    before = (Event.objects.count(), Source.objects.count(), Author.objects.count(), Consultation.objects.count())
    travel(days=1)
    otherwise_written = b"\xef\xbb\xbf" + b"\r\n\r\n".join(
        json.dumps(dict(reversed(line.items())), indent=None).encode() for line in WHOLE
    )
    for content in (written(WHOLE), otherwise_written):
        assert "no.\xa01" in imports(content)
    after = (Event.objects.count(), Source.objects.count(), Author.objects.count(), Consultation.objects.count())
    assert after == before


def test_a_file_that_says_something_else_is_refused(imports: Imports) -> None:
    imports(WHOLE)
    with pytest.raises(CommandError, match=r"berges-2019.*2.March.2026.*no\..1") as refused:
        imports([*WHOLE[:3], DOCUMENT | {"title": "Autre plan"}])
    assert refused.value.returncode == 1
    assert Comment.objects.count() == 2


def test_contributions_may_stay_open_here(imports: Imports, resident: Person) -> None:
    imports(WHOLE, "--synthesis-starts", "2026-03-20T18:00")
    consultation = fresh(Consultation.objects.get())
    current, coming = consultation.schedule.current, consultation.schedule.coming
    assert current is not None
    assert coming is not None
    assert (current.key, coming.starts_at) == ("consultation", datetime(2026, 3, 20, 17, tzinfo=UTC))


@pytest.mark.parametrize("given", ["soon", "2019-06-14", "2026-03-29T02:30", "9999-01-01", "9999-12-31T23:59:59-12:00"])
def test_an_instant_that_cannot_be_is_refused(imports: Imports, given: str) -> None:
    with pytest.raises(CommandError, match="--synthesis-starts"):
        imports(WHOLE, "--synthesis-starts", given)
    assert nothing_was_kept()


def test_what_cannot_be_shown_is_cleaned_and_not_refused(imports: Imports) -> None:
    odd = json.dumps(CONTRIBUTION | {"title": "Ou\u0000vrir\u202e", "body": "Une\r\nligne \ud83d et \U0001f6b2\u0007"})
    imports(b"\xef\xbb\xbf" + written([HEADER]).replace(b"\n", b"\r\n") + b"\r\n" + odd.encode() + b"\r\n")
    words = Contribution.objects.with_words().get().source.words
    assert (words.title, words.body) == ("Ouvrir", "Une\nligne \ufffd et \U0001f6b2")


def test_the_example_in_the_documentation_is_one(imports: Imports) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "import-format.md").read_text(encoding="utf-8")
    assert "1" in imports(page.split("```json\n")[1].split("```")[0].encode())
    assert Comment.objects.count() == 2
