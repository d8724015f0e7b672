"""Drafts: what was typed and not sent is kept, by script or by a button, and only for the one who typed it."""

import pytest
from django.forms import BaseForm
from django.test import Client

from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.drafts import actions
from cestvous.foundation.drafts.models import Draft
from cestvous.foundation.people.models import Person
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.models import Consultation
from tests.factories import a_consultation, in_phase, phase_starts
from tests.web.browsing import page, read, send, signed_in
from tests.web.filling import filled, form_at

pytestmark = pytest.mark.django_db
TYPED = {"title": "Des bancs", "body": "À l'ombre, s'il vous plaît."}


@pytest.fixture
def consultation(consultation: Consultation) -> Consultation:
    return in_phase(consultation, "consultation")


def form_of(browser: Client, consultation: Consultation) -> BaseForm:
    form = browser.get(page("contribute", consultation.number)).context["page"].form
    assert isinstance(form, BaseForm)
    return form


def test_a_draft_is_kept_while_it_is_written_and_is_there_again(resident: Person, consultation: Consultation) -> None:
    browser = signed_in(resident)
    answer = browser.post(page("keep_draft", "contribute", consultation.number), {**TYPED, "do": "x", "csrfx1": "y"})
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.content
    assert Draft.objects.get().words == TYPED
    form = form_of(browser, consultation)
    assert form["title"].value() == "Des bancs"


def test_without_script_a_button_keeps_it_and_sending_ends_it(resident: Person, consultation: Consultation) -> None:
    browser, address = signed_in(resident), page("contribute", consultation.number)
    send(browser, address, {**TYPED, "do": "keep-draft", "language": "fr"})
    assert not Contribution.objects.exists()
    assert page("contribute", consultation.number) in read(browser, page("my_words"))
    send(browser, address, filled(form_of(browser, consultation)))
    assert Contribution.objects.count() == 1
    assert not Draft.objects.exists()


def test_it_can_be_thrown_away(resident: Person, consultation: Consultation) -> None:
    browser = signed_in(resident)
    browser.post(page("keep_draft", "ask", consultation.number), {"body": "Et les arbres ?"})
    assert "Et les arbres" in read(browser, page("ask", consultation.number))
    browser.post(page("drop_draft", "ask", consultation.number))
    assert not Draft.objects.exists()
    browser.post(page("keep_draft", "ask", consultation.number), {"body": "Encore"})
    browser.post(page("keep_draft", "ask", consultation.number), {"body": " "})
    assert not Draft.objects.exists(), "nothing typed is no draft"


def test_nobody_else_sees_it(resident: Person, neighbour: Person, agent: Person, consultation: Consultation) -> None:
    actions.keep(by=resident, place=f"contribute/{consultation.number}", words=TYPED)
    for other in (neighbour, agent):
        browser = signed_in(other)
        for name in ("contribute", "ask"):
            assert "Des bancs" not in browser.get(page(name, consultation.number)).content.decode()
        browser.post(page("drop_draft", "contribute", consultation.number))
    visitor = Client()
    assert visitor.post(page("keep_draft", "contribute", consultation.number), TYPED).status_code == 302
    assert Draft.objects.get().author == author_of(resident)


def test_drafts_have_their_places_and_their_bounds(
    resident: Person, agent: Person, official: Person, consultation: Consultation
) -> None:
    browser = signed_in(resident)
    assert browser.post(page("keep_draft", "account", consultation.number), TYPED).status_code == 404
    unseen = a_consultation(agent, official, published=False, starts=phase_starts())
    assert browser.post(page("keep_draft", "ask", unseen.number), TYPED).status_code == 404
    with pytest.raises(Refused):
        actions.keep(by=resident, place="ask/1", words={"body": "x" * 70_000})
    with pytest.raises(Refused):
        actions.keep(by=resident, place="ask/1", words={f"f{n}": "x" for n in range(30)})
    for n in range(actions.MOST_DRAFTS):
        actions.keep(by=resident, place=f"ask/{n + 1_000}", words={"body": "x"})
    with pytest.raises(Refused):
        actions.keep(by=resident, place="ask/1", words={"body": "x"})


def test_an_objection_is_kept_until_it_is_filed(contribution: Contribution, resident: Person) -> None:
    number = in_phase(contribution.activity.consultation, "debate").number
    theirs, address = signed_in(resident), page("object_to_synthesis", number)
    send(theirs, address, {"contribution": "1", "ground": "misreads", "body": "Je parlais des", "do": "keep-draft"})
    form = form_at(theirs, address)
    assert (form["body"].value(), form["ground"].value()) == ("Je parlais des", "misreads")
    assert "Une objection" in read(theirs, page("my_words"))
    told = {"contribution": "1", "ground": "leaves_out", "body": "Je parlais des bancs."}
    send(theirs, address, told)
    assert not Draft.objects.exists()
