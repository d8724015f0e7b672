"""What pages draw once shows each change at once, and to each reader what is theirs."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from cestvous.activities.contributions import actions
from cestvous.activities.contributions.models import Contribution, Stance
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import Outcome
from cestvous.foundation.discussions.models import Comment
from cestvous.foundation.files.actions import Joined, attach
from cestvous.foundation.files.models import File
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.organisations.models import Organisation, OrganisationSort, Representative
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source, Standing
from cestvous.foundation.translations.actions import Rendering
from cestvous.kernel import clock
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.actions import translate
from cestvous.procedure.consultations.models import Consultation, Theme
from cestvous.web.design.drawing import DRAWINGS
from tests.factories import (
    a_comment,
    a_contribution,
    a_published_synthesis,
    a_representative,
    a_signed_decision,
    a_synthesis,
    activity,
    agent_of,
    an_objection,
    in_phase,
)
from tests.factories.files import a_received_file
from tests.machinery.clock import CLOCK
from tests.web.browsing import page, read, signed_in
from tests.web.translating import in_english

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    """A contribution under which a neighbour has spoken, and the page on which both are read."""

    contribution: Contribution
    comment: Comment
    by: Person
    speaker: Person
    reader: Person

    @property
    def address(self) -> str:
        return page("contribution", self.contribution.activity.consultation.number, self.contribution.number)


@pytest.fixture
def scene(open_consultation: Consultation, resident: Person, neighbour: Person, other_resident: Person) -> Scene:
    theme = Theme.objects.create(name="Ombre", slug="ombre")
    open_consultation.themes.add(theme)
    contribution = actions.submit(
        by=resident,
        to=activity(open_consultation, "contributions"),
        title="Une place fraîche",
        body="Il y fait trop chaud",
        theme=theme,
    )
    actions.take_position(by=neighbour, contribution=contribution, stance=Stance.FOR, reason="Pour les anciens")
    comment = a_comment(neighbour, contribution, "Il y manque des bancs")
    return Scene(contribution, comment, by=resident, speaker=neighbour, reader=other_resident)


def _endorsed(it: Scene) -> None:
    actions.endorse(by=it.reader, under=it.contribution, comment=it.comment)


def _withdrawn(it: Scene) -> None:
    actions.withdraw_comment(by=it.speaker, under=it.contribution, comment=it.comment)


def _hidden(it: Scene) -> None:
    hidden = {"standing": Standing.HIDDEN, "standing_since": clock.now()}
    Source.objects.filter(pk=it.comment.source_id).update(**hidden)


def _renamed(it: Scene) -> None:
    Person.objects.filter(author=it.comment.source.author_id).update(name="Zoé Nouvelle")


def _replied(it: Scene) -> None:
    a_comment(it.reader, it.contribution, "Et de l'eau", parent=it.comment)


def _spoken_by_an_agent(it: Scene) -> None:
    agent = agent_of(it.contribution.activity.consultation)
    a_comment(agent, it.contribution, "La ville a compté les bancs")
    Mandate.objects.filter(person=agent).update(function="jardinière en chef")


def _reworded(it: Scene) -> None:
    actions.edit(
        by=it.by, contribution=it.contribution, title="De l'ombre", body="Des arbres plutôt", theme=None,
        neighbourhood=None, stays_after_erasure=True, reason="", opened_on=1,
    )  # fmt: skip


def _renamed_theme(it: Scene) -> None:
    Theme.objects.update(name="Fraîcheur")


def _positioned(it: Scene) -> None:
    actions.take_position(by=it.reader, contribution=it.contribution, stance=Stance.AGAINST, reason="Trop cher")


def _joined(it: Scene) -> None:
    by = it.by
    attach(by=by, to=it.contribution.reference, joined=[Joined(a_received_file(by, "croquis.pdf"), "")], at=clock.now())


CHANGES: dict[str, tuple[Callable[[Scene], None], str, str]] = {
    "an endorsement": (_endorsed, "", "1 personne est d'accord"),
    "a comment taken back": (_withdrawn, "Il y manque des bancs", "Texte retiré"),
    "a comment hidden by moderation": (_hidden, "Il y manque des bancs", "Texte masqué"),
    "the name of an author": (_renamed, "Elif", "Zoé Nouvelle"),
    "a reply": (_replied, "", "Et de l'eau"),
    "a function": (_spoken_by_an_agent, "", "jardinière en chef"),
    "a new version": (_reworded, "", "Des arbres plutôt"),
    "the name of a theme": (_renamed_theme, "Ombre", "Fraîcheur"),
    "a position and its reason": (_positioned, "", "Trop cher"),
    "a file": (_joined, "", "croquis.pdf"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_page_of_a_contribution_shows_a_change_at_once(change: str, scene: Scene, client: Client) -> None:
    act, before, after = CHANGES[change]
    for reader in (client, signed_in(scene.reader)):
        read(reader, scene.address)
        known = read(reader, scene.address)
        assert before in known
        assert after not in known
    act(scene)
    for reader in (client, signed_in(scene.reader)):
        shown = read(reader, scene.address)
        assert after in shown
        assert not before or before not in shown


def test_who_speaks_for_an_organisation_and_what_it_is_show_at_once(
    client: Client, open_consultation: Consultation, resident: Person, agent: Person
) -> None:
    speaker = a_representative(resident, agent)
    one = a_contribution(resident, open_consultation, through=speaker)
    address = page("contribution", open_consultation.number, one.number)
    assert "présidente" in read(client, address)
    Representative.objects.filter(pk=speaker.pk).update(function="trésorière")
    assert "trésorière" in read(client, address)
    Organisation.objects.update(sort=OrganisationSort.COLLECTIVE)
    assert str(OrganisationSort.COLLECTIVE.label) in read(client, address)


def test_to_agree_is_offered_to_each_reader_as_it_stands_for_them(scene: Scene, client: Client) -> None:
    author, other = signed_in(scene.speaker), signed_in(scene.reader)
    consultation, n = scene.contribution.activity.consultation.number, scene.contribution.number
    agree = page("endorse_contribution_comment", consultation, n, scene.comment.number)
    no_longer = page("withdraw_contribution_endorsement", consultation, n, scene.comment.number)
    take_back = page("withdraw_contribution_comment", consultation, n, scene.comment.number)
    for _time in range(2):
        assert [address in read(client, scene.address) for address in (agree, no_longer, take_back)] == [False] * 3
        assert [address in read(author, scene.address) for address in (agree, no_longer, take_back)] == [0, 0, 1]
        assert [address in read(other, scene.address) for address in (agree, no_longer, take_back)] == [1, 0, 0]
    _endorsed(scene)
    assert [address in read(other, scene.address) for address in (agree, no_longer, take_back)] == [0, 1, 0]
    assert [address in read(author, scene.address) for address in (agree, no_longer, take_back)] == [0, 0, 1]


def test_a_button_under_a_comment_sends_the_form_that_carries_the_readers_own_token(scene: Scene) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.reader)
    words = read(client, scene.address)
    button = re.search(r'<button [^>]*form="agreeing" formaction="([^"]+)"', words)
    form = re.search(r'<form [^>]*id="agreeing">(.*?)</form>', words)
    assert button is not None
    assert form is not None
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form[1])
    assert token is not None
    assert client.post(button[1]).status_code == 403
    assert client.post(button[1], {"csrfmiddlewaretoken": token[1]}).status_code == 302
    assert Comment.objects.get(pk=scene.comment.pk).endorsement_count == 1


def test_nothing_that_is_kept_for_all_readers_carries_a_token(scene: Scene) -> None:
    DRAWINGS.forget()
    client = signed_in(scene.reader)
    read(client, scene.address)
    drawn = "".join(DRAWINGS._known.values())
    assert "Il y manque des bancs" in drawn
    assert "csrfmiddlewaretoken" not in drawn
    assert client.cookies[settings.CSRF_COOKIE_NAME].value not in drawn


def test_acts_are_no_longer_offered_once_they_are_closed(scene: Scene) -> None:
    client = signed_in(scene.reader)
    reply = page("reply_to_contribution_comment", scene.contribution.activity.consultation.number, 1, 1)
    assert reply in read(client, scene.address)
    in_phase(scene.contribution.activity.consultation, "synthesis")
    words = read(client, scene.address)
    assert reply not in words
    assert 'form="agreeing"' not in words


@pytest.fixture
def debated(contribution: Contribution) -> Consultation:
    consultation = contribution.activity.consultation
    in_phase(consultation, "synthesis")
    a_published_synthesis(consultation)
    return in_phase(consultation, "debate")


def _again(contribution: Contribution, consultation: Consultation) -> Contribution:
    again = Contribution.objects.with_words().get(pk=contribution.pk)
    again.activity = next(row for row in consultation.activities if row.pk == again.activity_id)
    return again


def test_a_synthesis_and_its_findings_show_each_change_at_once(
    client: Client, debated: Consultation, contribution: Contribution, resident: Person, agent: Person
) -> None:
    whole, finding = page("synthesis", debated.number), page("finding", debated.number, 1)
    again = _again(contribution, debated)
    for address in (whole, finding):
        assert "pas de pergolas" not in read(client, address)
    objection = an_objection(resident, again, finding=a_synthesis(debated).findings.get())
    for address in (whole, finding):
        assert "pas de pergolas" in read(client, address)
        assert "Attend sa réplique" in read(client, address)
    # Words of time follow the clock, although nothing else has changed.
    first = read(client, whole)
    CLOCK.freeze(clock.now() + timedelta(hours=3))
    assert read(client, whole) != first
    words = "Les pergolas viennent de l'étude"
    syntheses.reply(by=agent, objection=objection, outcome=Outcome.MAINTAINED, body=words)
    for address in (whole, finding):
        assert "Les pergolas viennent de l'étude" in read(client, address)
    Person.objects.filter(pk=resident.pk).update(name="Zoé Nouvelle")
    for address in (whole, finding):
        assert "Zoé Nouvelle" in read(client, address)
    actions.withdraw(by=resident, contribution=again)
    for address in (whole, finding):
        assert "Texte retiré" in read(client, address)


def test_a_finding_is_read_in_its_translation_at_once(client: Client, debated: Consultation, agent: Person) -> None:
    whole, finding = in_english("synthesis", debated.number), in_english("finding", debated.number, 1)
    title = a_synthesis(debated).findings.get().title
    for address in (whole, finding):
        assert title in read(client, address)
    translate(
        by=agent, consultation=debated, of=Reference("finding", 1, debated.number), into="en",
        parts={"title": Rendering(title, "Benches are missing")}, opened_on=0,
    )  # fmt: skip
    for address in (whole, finding):
        assert "Benches are missing" in read(client, address)


def test_the_answer_to_a_finding_shows_at_once(client: Client, debated: Consultation) -> None:
    whole, finding = page("synthesis", debated.number), page("finding", debated.number, 1)
    in_phase(debated, "decision")
    for address in (whole, finding):
        assert 'href="' + finding + '#answer"' not in read(client, address)
    a_signed_decision(debated)
    assert 'href="' + finding + '#answer"' in read(client, whole)
    assert 'id="answer"' in read(client, finding)


def test_a_reason_is_asked_for_only_where_somebody_gave_one(
    client: Client, contribution: Contribution, neighbour: Person
) -> None:
    address = page("contribution", contribution.activity.consultation.number, contribution.number)
    assert 'id="reasons"' not in read(client, address)
    actions.take_position(by=neighbour, contribution=contribution, stance=Stance.FOR, reason="Pour les anciens")
    assert "Pour les anciens" in read(client, address)
    assert not File.objects.exists()
