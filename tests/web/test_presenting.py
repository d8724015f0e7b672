"""Presenting a consultation: filled in page by page, shown calmly, and changed in public."""

import json
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from cestvous.foundation.files.actions import Joined
from cestvous.foundation.files.models import File
from cestvous.foundation.journal.models import Event
from cestvous.foundation.people.models import Person
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.actions import (
    EditedMeanwhile,
    present_answers,
    present_calendar,
    present_files,
    publish,
    suspend,
)
from cestvous.procedure.consultations.models import Clarification, Consultation, Contact, Landmark
from tests.factories import a_consultation, a_question, fresh, phase_starts
from tests.factories.files import VIDEO, a_presentation, a_received_file, an_upload, picture_bytes
from tests.machinery.clock import MONDAY, travel
from tests.web.browsing import page, read, send, signed_in
from tests.web.filling import filled, form_at

pytestmark = pytest.mark.django_db
PAGES = ("edit_files", "edit_calendar", "edit_answers")


@pytest.fixture
def draft(agent: Person, official: Person) -> Consultation:
    return a_consultation(agent, official, published=False, starts=phase_starts(first=MONDAY))


def overview(consultation: Consultation) -> str:
    return page("consultation", consultation.number, consultation.slug)


def read_lines(client: Client, address: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in client.get(address).getvalue().splitlines()]


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def a_picture(name: str = "vue.png") -> SimpleUploadedFile:
    return an_upload(name, picture_bytes("PNG", (1_000, 600)))


# --- The story ------------------------------------------------------------------------------------------------------


def test_agents_fill_in_a_presentation_page_by_page(agent: Person, draft: Consultation) -> None:
    desk = signed_in(agent)
    project = page("edit_preparation", draft.number)
    send(desk, project, filled(form_at(desk, project), stakes="L'ombre, **l'été**."))
    files = filled(form_at(desk, page("edit_files", draft.number)), video=VIDEO, video_title="La place, deux minutes.")
    files |= {"pictures-0-file": a_picture(), "pictures-0-description": "La place", "pictures-0-credit": "La Ville"}
    send(desk, page("edit_files", draft.number), files | {"documents-0-file": an_upload()})
    dates = {"landmarks-0-title": "Travaux", "landmarks-0-period": "printemps 2027", "landmarks-0-place": "2"}
    dates |= {"landmarks-1-title": "Sondage", "landmarks-1-day": "2026-01-05", "landmarks-1-place": "1"}
    send(desk, page("edit_calendar", draft.number), filled(form_at(desk, page("edit_calendar", draft.number)), **dates))
    answers = {"clarifications-0-question": "Et le tram ?", "clarifications-0-answer": "Il *reste*."}
    answers |= {"contacts-0-name": "Amina Haddad", "contacts-0-reach": "Le mardi."}
    send(desk, page("edit_answers", draft.number), filled(form_at(desk, page("edit_answers", draft.number)), **answers))

    words = read(desk, page("preview", draft.number))
    for told in ("<strong>l'été</strong>", 'alt="La place"', "plan.pdf", "Travaux", "<em>reste</em>", "Amina Haddad"):
        assert told in words
    assert words.index("Sondage") < words.index("Travaux")
    assert VIDEO in words
    assert "consultations.file-attached" not in kinds()
    publish(by=agent, consultation=fresh(draft))
    assert kinds().count("consultations.file-attached") == 2
    assert 'alt="La place"' in read(Client(), overview(draft))


def test_what_is_changed_in_public_is_recorded_and_what_is_taken_away_is_said(
    agent: Person, consultation: Consultation
) -> None:
    a_presentation(consultation, agent)
    assert kinds().count("consultations.file-attached") == 3
    desk = signed_in(agent)
    travel(days=2)
    told = filled(form_at(desk, page("edit_files", consultation.number)))
    first, second = File.objects.published().filter(kind="picture").order_by("position")
    told |= {"pictures-0-held": second.identifier, "pictures-0-description": second.description}
    send(desk, page("edit_files", consultation.number), told)
    assert kinds()[-2:] == ["consultations.file-withdrawn", "consultations.file-withdrawn"]
    words = read(Client(), overview(consultation))
    assert second.identifier in words
    assert first.identifier not in words
    assert "« La place, vue du tram » : retiré le 4 mars 2026" in words.replace("\u202f", " ").replace("\u00a0", " ")


def test_what_a_draft_took_away_nobody_hears_of(agent: Person, draft: Consultation) -> None:
    a_presentation(draft, agent)
    present_files(by=agent, consultation=draft, shown=[], edition=draft.edition)
    publish(by=agent, consultation=fresh(draft))
    assert "retiré" not in read(Client(), overview(draft))


# --- What is shown --------------------------------------------------------------------------------------------------


def test_a_page_without_any_of_it_has_none_of_its_headings(client: Client, consultation: Consultation) -> None:
    words = read(client, overview(consultation))
    for heading in ('id="calendar"', 'id="documents"', 'id="answers"', "Contacts</h2>", "/fichiers/", "data-video"):
        assert heading not in words
    assert "sharing.png" in words


def test_nothing_jumps_and_only_the_first_picture_is_loaded_at_once(
    client: Client, agent: Person, consultation: Consultation
) -> None:
    a_presentation(consultation, agent)
    words = read(client, overview(consultation))
    images = [tag.split(">", 1)[0] for tag in words.split("<img ")[1:]]
    joined = [tag for tag in images if "/fichiers/" in tag]
    assert len(joined) == 2
    assert all("width=" in tag and "height=" in tag and 'alt="L' in tag for tag in joined)
    assert ["loading=" in tag for tag in joined] == [False, True]
    assert "800w" in joined[0]


def test_where_it_is_shared_the_first_picture_goes_with_it(
    client: Client, agent: Person, consultation: Consultation
) -> None:
    a_presentation(consultation, agent)
    words = read(client, overview(consultation))
    assert '<meta property="og:image" content="http://testserver/fichiers/' in words
    assert '<meta property="og:image:alt" content="La place, vue du tram">' in words
    assert "sharing.png" not in words


def frames(answer: Any) -> list[str]:
    policy = answer.headers["Content-Security-Policy"].split(";")
    return [part.strip() for part in policy if part.strip().startswith("frame-src")]


def test_only_the_player_of_the_video_may_be_framed_and_only_there(
    client: Client, agent: Person, consultation: Consultation, settings: Settings
) -> None:
    assert frames(client.get(overview(consultation))) == []
    a_presentation(consultation, agent)
    answer = client.get(overview(consultation))
    assert frames(answer) == ["frame-src https://www.youtube-nocookie.com"]
    assert "<iframe" not in answer.content.decode()
    assert frames(client.get(page("procedure", consultation.number))) == []
    settings.VIDEO_HOSTS = ["tube.exemple.test"]
    answer = client.get(overview(consultation))
    assert frames(answer) == []
    assert "youtube" not in answer.content.decode()


def test_questions_of_residents_are_a_click_from_those_already_answered(
    client: Client, agent: Person, resident: Person, consultation: Consultation
) -> None:
    a_presentation(consultation, agent)
    link = "Les questions des habitants"
    assert link not in read(client, overview(consultation))
    a_question(resident, consultation)
    assert link in read(client, overview(consultation))


# --- Refusals, and what was typed -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_only_the_agents_in_charge_fill_it_in(
    name: str, resident: Person, other_agent: Person, official: Person, consultation: Consultation
) -> None:
    for person in (resident, other_agent, official):
        assert signed_in(person).get(page(name, consultation.number)).status_code == 403
        assert signed_in(person).post(page(name, consultation.number), {"edition": "1"}).status_code == 403
    assert Client().post(page(name, consultation.number)).status_code == 302
    assert not Event.objects.filter(kind="consultations.corrected").exists()


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_is_not_there_for_others(name: str, resident: Person, draft: Consultation) -> None:
    assert signed_in(resident).get(page(name, draft.number)).status_code == 404


def test_a_suspended_consultation_can_be_corrected_and_an_archived_one_can_not(
    agent: Person, consultation: Consultation
) -> None:
    suspend(by=agent, consultation=consultation, reason="Crue.")
    landmarks = [Landmark("Travaux", day=date(2027, 1, 1))]
    present_calendar(by=agent, consultation=consultation, landmarks=landmarks, edition=consultation.edition)
    Consultation.objects.filter(pk=consultation.pk).update(state="archived")
    archived = fresh(consultation)
    with pytest.raises(Refused):
        present_calendar(by=agent, consultation=archived, landmarks=[], edition=archived.edition)


def test_what_somebody_saved_meanwhile_is_not_overwritten(agent: Person, consultation: Consultation) -> None:
    desk, address = signed_in(agent), page("edit_answers", consultation.number)
    told = filled(form_at(desk, address), **{"contacts-0-name": "Marc"})
    edition = consultation.edition
    theirs = [Contact(name="Sophie", function="", reach="03 89 00 00 00")]
    present_answers(by=agent, consultation=consultation, clarifications=[], contacts=theirs, edition=edition)
    words = send(desk, address, told, status=422)
    assert "Marc" in words
    assert "Sophie · 03" in words, "what saving would take out is in sight"
    assert page("consultation_short", consultation.number) in words
    assert f'name="edition" value="{fresh(consultation).edition}"' in words
    with pytest.raises(EditedMeanwhile):
        present_files(by=agent, consultation=consultation, shown=[], edition=edition)


@pytest.mark.parametrize(
    ("name", "told", "wrong"),
    [
        ("edit_calendar", {"landmarks-0-title": "Travaux"}, "landmarks-0-day"),
        ("edit_calendar", {"landmarks-0-period": "printemps 2027"}, "landmarks-0-title"),
        ("edit_calendar", {"landmarks-0-title": "x", "landmarks-0-day": "demain"}, "landmarks-0-day"),
        ("edit_answers", {"clarifications-0-question": "Et le tram ?"}, "clarifications-0-answer"),
        ("edit_answers", {"contacts-1-reach": "Le mardi."}, "contacts-1-name"),
        ("edit_files", {"video": "https://mal.test/w/9c9de5e8", "video_title": "x"}, "video"),
        ("edit_files", {"video": VIDEO}, "video_title"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    name: str, told: dict[str, str], wrong: str, agent: Person, consultation: Consultation
) -> None:
    desk, address = signed_in(agent), page(name, consultation.number)
    answer = desk.post(address, filled(form_at(desk, address), **told))
    assert answer.status_code == 422
    assert wrong in answer.context["form"].errors
    assert all(value in answer.content.decode() for value in told.values())


def test_lines_are_taken_out_and_strange_counts_are_no_error(agent: Person, consultation: Consultation) -> None:
    a_presentation(consultation, agent)
    desk, address = signed_in(agent), page("edit_calendar", consultation.number)
    send(
        desk, address, filled(form_at(desk, address), **{"landmarks-1-out": "on", "landmarks-2-title": ""}), status=422
    )
    told = {"landmarks-1-out": "on", "landmarks-2-title": "", "landmarks-2-period": ""}
    send(desk, address, filled(form_at(desk, address), **told))
    assert "Étape" not in read(desk, overview(consultation))
    for count in ("-1", "9" * 30, "x", "41"):
        answer = desk.post(address, {"landmarks-count": count, "edition": "0"})
        assert answer.status_code == 422


def test_the_actions_judge_for_themselves(agent: Person, neighbour: Person, consultation: Consultation) -> None:
    edition = consultation.edition
    told: dict[str, Any] = {"by": agent, "consultation": consultation, "edition": edition}
    files, calendar = partial(present_files, **told), partial(present_calendar, **told)
    answers = partial(present_answers, **told)
    refused: list[partial[None]] = [
        partial(files, shown=[Joined(a_received_file(neighbour))]),
        partial(files, shown=[], video="https://mal.test/w/9c9de5e8", video_title="x"),
        partial(files, shown=[], video=VIDEO),
        partial(calendar, landmarks=[Landmark("x")]),
        partial(calendar, landmarks=[Landmark("x", period="été")] * 41),
        partial(answers, clarifications=[Clarification("x", " ")], contacts=[]),
    ]
    for present in refused:
        with pytest.raises(Refused):
            present()
    assert fresh(consultation).edition == edition


def test_another_consultation_like_this_one_takes_over_none_of_it(agent: Person, consultation: Consultation) -> None:
    a_presentation(consultation, agent)
    desk = signed_in(agent)
    address = page("prepare") + f"?like={consultation.number}"
    send(desk, address, filled(form_at(desk, address), title="Une autre"))
    assert File.objects.published().count() == 3
    assert "vue.webp" not in read(desk, page("edit_files", Consultation.objects.get(title="Une autre").number))


# --- Taken away -----------------------------------------------------------------------------------------------------


def test_files_are_in_what_is_taken_away(client: Client, agent: Person, consultation: Consultation) -> None:
    a_presentation(consultation, agent)
    gone = File.objects.published().get(name="plan.pdf")
    kept = [Joined(file, file.description) for file in File.objects.published().filter(kind="picture")]
    present_files(by=agent, consultation=consultation, shown=kept, edition=consultation.edition)
    lines = read_lines(client, page("takeaway_whole", consultation.number))
    files = [line for line in lines if line["type"] == "attachment"]
    shown = next(line for line in files if line["name"] == "vue.webp")
    assert shown["sha256"] == File.objects.get(name="vue.webp").checksum
    assert client.get(str(shown["address"]).removeprefix("http://testserver")).getvalue()
    (left,) = (line for line in files if line["standing"] == "withdrawn")
    assert (left["name"], left["address"], left["media_type"]) == (None, None, "application/pdf")
    assert gone.description not in str(left)
    assert {"landmark", "clarification", "contact"} <= {line["type"] for line in lines}
