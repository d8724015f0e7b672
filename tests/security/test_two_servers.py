"""Forms that are double-clicked, replayed or sent by two people at once, at two servers of one city: each acts once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path

import pytest

from cestvous.activities.contributions.models import Contribution, Position
from cestvous.activities.questions.models import Question
from cestvous.activities.syntheses.models import Finding
from cestvous.foundation.discussions.models import Comment, Endorsement
from cestvous.foundation.journal.models import Event
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.activities.counts import wrong_counts, wrong_numbers
from tests.factories import a_comment, a_contribution, a_finding, in_phase, living_now
from tests.machinery.serving import Answer, Visitor, ready, web
from tests.web.browsing import page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
MANY = 50
REASON = "Parce que l'ombre manque."


@dataclass(frozen=True)
class Servers:
    sites: tuple[str, str]

    def send(self, forms: list[tuple[Visitor, str, dict[str, str]]]) -> list[Answer]:
        """Send all of them in the same instant, to one server and to the other in turn."""
        doings = [
            partial(visitor.ask, site, path, form)
            for (visitor, path, form), site in zip(forms, cycle(self.sites), strict=False)
        ]
        with ThreadPoolExecutor(len(doings)) as pool:
            return [answer.result() for answer in [pool.submit(doing) for doing in doings]]


@pytest.fixture(scope="module")
def servers(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    folder: Path = tmp_path_factory.mktemp("servers")
    running = [web(folder / str(number), workers=1) for number in (1, 2)]
    try:
        for service, site in running:
            ready(service, site)
        yield Servers((running[0][1], running[1][1]))
    finally:
        for service, _site in running:
            service.stop()


def test_fifty_positions_of_one_person_are_one(
    servers: Servers, consultation: Consultation, resident: Person, neighbour: Person
) -> None:
    now_open = living_now(consultation, "consultation")
    contribution = a_contribution(resident, now_open)
    visitor = Visitor.signed_in(neighbour)
    address = page("take_position", now_open.number, contribution.number)
    forms = [
        (visitor, address, {"stance": ("for", "mixed", "against")[time % 3], "reason": REASON}) for time in range(MANY)
    ]
    answers = servers.send(forms)
    assert {answer.status for answer in answers} == {302}
    assert Position.objects.count() == 1
    assert not wrong_counts(now_open)
    assert not wrong_numbers(now_open)


def test_double_clicked_and_replayed_forms_act_once(
    servers: Servers, consultation: Consultation, resident: Person, neighbour: Person
) -> None:
    now_open = living_now(consultation, "consultation")
    contribution = a_contribution(resident, now_open)
    comment = a_comment(resident, contribution)
    visitor, number = Visitor.signed_in(neighbour), now_open.number
    words = {"title": "Un banc", "body": "À l'ombre.", "language": "fr", "stays_after_erasure": "stay"}
    sent: list[tuple[str, dict[str, str]]] = [
        (page("contribute", number), words),
        (page("ask", number), {"body": "Qui paiera ?", "language": "fr"}),
        (
            page("comment_on_contribution", number, contribution.number),
            {"body": "Oui.", "side": "for", "language": "fr"},
        ),
        (page("endorse_contribution_comment", number, contribution.number, comment.number), {}),
    ]
    for path, form in sent:
        first = servers.send([(visitor, path, form)] * 6)
        replayed = servers.send([(visitor, path, form)] * 2)
        assert {answer.status for answer in [*first, *replayed]} == {302}, (path, first)
        assert len({answer.headers["location"] for answer in [*first, *replayed]}) == 1, path
    assert Contribution.objects.count() == 2
    assert Question.objects.count() == 1
    assert Comment.objects.count() == 2
    assert Endorsement.objects.count() == 1
    assert Event.objects.filter(kind="contributions.submitted").count() == 2
    assert not wrong_counts(now_open)
    assert not wrong_numbers(now_open)


def test_two_agents_who_save_one_finding_never_overwrite_each_other_in_silence(
    servers: Servers, consultation: Consultation, resident: Person, agent: Person, other_agent: Person
) -> None:
    a_contribution(resident, in_phase(consultation, "consultation"))
    drafting = living_now(consultation, "synthesis")
    drafting.agents.add(other_agent.mandates.get())
    finding = a_finding(drafting)
    agents = [Visitor.signed_in(agent), Visitor.signed_in(other_agent)]
    address = page("synthesis_draft", drafting.number, finding.number)
    for time in range(1, 6):
        typed = [f"Les mots de l'un, {time}.", f"Les mots de l'autre, {time}."]
        common = {"title": "Il manque des bancs", "section": str(finding.section_id), "edition": str(time)}
        answers = servers.send(
            [(who, address, {**common, "body": body}) for who, body in zip(agents, typed, strict=True)]
        )
        assert sorted(answer.status for answer in answers) == [302, 422]
        kept = Finding.objects.with_words().get(pk=finding.pk).words
        assert kept.edition == time + 1
        told, lost = next((answer, body) for answer, body in zip(answers, typed, strict=True) if answer.status == 422)
        assert kept.body != lost
        assert kept.body in told.words.replace("&#x27;", "'"), "who comes second sees what the first one wrote"
        assert lost in told.words.replace("&#x27;", "'"), "and has not lost what they typed"
