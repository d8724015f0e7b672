"""Reports of progress with pictures: before and after, beside the milestone."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from cestvous.activities.decisions import actions
from cestvous.activities.decisions.models import Commitment, Progress
from cestvous.foundation.files.actions import Joined
from cestvous.foundation.files.models import File
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.models import Consultation
from tests.factories import journal
from tests.factories.files import a_received_file, an_upload, picture_bytes
from tests.web.browsing import page, read, send, signed_in

pytestmark = pytest.mark.django_db


def the_commitment() -> Commitment:
    return Commitment.objects.with_milestones().select_related("decision__activity__consultation").get()


def reported(agent: Person, *words: str, done: bool = True) -> Progress:
    row = the_commitment()
    files = [a_received_file(agent, f"photo-{n}.png", picture_bytes()) for n in range(len(words))]
    return actions.report(
        by=agent, commitment=row, body="Les bancs sont là.", milestone=row.milestones.all()[0] if done else None,
        done_on=timezone.localdate(clock.now()) if done else None,
        pictures=[Joined(file, described) for file, described in zip(files, words, strict=True)],
    )  # fmt: skip


def test_a_report_is_sent_with_its_pictures_and_shows_them(client: Client, agent: Person, signed: Consultation) -> None:
    number, desk = signed.number, signed_in(agent)
    address = page("report_progress", number, 1)
    told: dict[str, object] = {"what": "news", "body": "", "pictures-0-file": an_upload("avant.png", picture_bytes())}
    # Refused twice, for want of words and of a description; what was sent is kept.
    words = send(desk, address, told, status=422)
    held = File.objects.get()
    assert held.identifier in words
    told = {
        "what": "news",
        "body": "Voici.",
        "pictures-0-held": held.identifier,
        "pictures-0-description": "La rue nue",
    }
    send(desk, address, told)
    words = read(client, page("commitment", number, 1))
    assert 'alt="La rue nue"' in words
    shown = page("file", held.identifier, held.name)
    assert shown in words
    assert client.get(shown).getvalue()[:4] == b"RIFF", "the picture as it is served, a WebP"
    assert journal()[-1] == "decisions.pictured"


def test_the_pictures_of_a_step_that_is_done_stand_beside_it_and_small_on_the_decision(
    client: Client, agent: Person, signed: Consultation
) -> None:
    reported(agent, "Avant : la rue nue", "Après : un banc")
    words = read(client, page("commitment", signed.number, 1))
    assert words.count("<figure") == 2
    assert words.index("La") < words.index('alt="Avant') < words.index('alt="Après')
    assert 'class="commitment-pictures"' in read(client, page("decision", signed.number))


def test_a_report_shows_three_pictures_at_most(agent: Person, signed: Consultation) -> None:
    with pytest.raises(Refused):
        reported(agent, "Un", "Deux", "Trois", "Quatre")
    assert not Progress.objects.exists()


def test_nobody_joins_the_picture_of_another(agent: Person, official: Person, signed: Consultation) -> None:
    file = a_received_file(official, "photo.png", picture_bytes())
    with pytest.raises(Refused):
        actions.report(by=agent, commitment=the_commitment(), body="Voici.", pictures=[Joined(file, "Un banc")])
    assert not Progress.objects.exists()


def test_pictures_are_listed_in_open_data(client: Client, agent: Person, signed: Consultation) -> None:
    reported(agent, "Un banc", done=False)
    answer = client.get(page("takeaway_whole", signed.number))
    lines = [json.loads(line) for line in answer.getvalue().decode().splitlines()]
    (report,) = [line for line in lines if line["type"] == "progress"]
    (picture,) = report["pictures"]
    assert picture["shows"] == "Un banc"
    assert picture["address"].endswith(page("file", File.objects.get().identifier, File.objects.get().name))
