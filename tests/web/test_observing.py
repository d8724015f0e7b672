"""What the log and the measures say of requests, and that they say it of nobody."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from prometheus_client import REGISTRY
from pytest_django import Settings

from cestvous.activities.contributions import actions as contributions
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import in_phase
from tests.machinery.deeds import SAMIRA, written
from tests.web.filling import a_contribution_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_samira() -> Client:
    """A browser that says all that browsers say, and a site that tells of its failures as in a city."""
    headers = {
        "user-agent": SAMIRA.browser,
        "x-forwarded-for": SAMIRA.address,
        "referer": f"https://x/?q={SAMIRA.email}",
    }
    return Client(raise_request_exception=False, headers=headers, REMOTE_ADDR=SAMIRA.address)


def test_each_answer_has_its_line_with_view_status_and_duration(client: Client) -> None:
    with written() as lines:
        answer = client.get(reverse("home"), {"q": SAMIRA.email})
    (line,) = [line for line in lines() if line["logger"] == "cestvous.access"]
    assert (line["view"], line["method"], line["status"]) == ("home", "GET", 200)
    assert line["milliseconds"] > 0
    assert line["bytes"] == len(answer.content)
    assert line["request_id"] == answer["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", line["request_id"])


@pytest.mark.parametrize(
    ("behind", "told", "taken"),
    [
        (True, "0b3c-4d5e_6f70", True),
        (False, "0b3c-4d5e_6f70", False),
        (True, "short", False),
        (True, "samira@exemple.fr", False),
        (True, "a" * 65, False),
    ],
)
def test_the_proxys_name_for_a_request_is_taken_over_if_there_is_a_proxy_and_it_makes_sense(
    client: Client, settings: Settings, behind: bool, told: str, taken: bool
) -> None:
    settings.BEHIND_PROXY = behind
    answer = client.get(reverse("home"), headers={"x-request-id": told})
    assert (answer["X-Request-ID"] == told) is taken
    assert len(answer["X-Request-ID"]) >= 8


def test_addresses_are_written_nowhere_they_hold_keys_and_names(as_samira: Client) -> None:
    with written() as lines:
        as_samira.get(f"/fr/{SAMIRA.name}/{SAMIRA.email}/")
        as_samira.get("/fr/compte/mot-de-passe/cle/3k-secretdelacle/")
        as_samira.get("/static/rien.css")
    told = json.dumps(lines(), ensure_ascii=False)
    assert {line["view"] for line in lines() if line["logger"] == "cestvous.access"} >= {"none", "static"}
    assert SAMIRA.words_in(told) == []
    assert "secretdelacle" not in told


def test_what_somebody_types_is_in_no_line_when_all_goes_wrong(
    as_samira: Client, consultation: Consultation, resident: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forms refused, forms that break in their action, signing up and in, a search, a mail that can't be sent."""

    def broken(**said: object) -> None:
        raise ValueError(f"{said!r}")

    in_phase(consultation, "consultation")
    typed = a_contribution_form(title=SAMIRA.name, body=f"{SAMIRA.words} {SAMIRA.email} {SAMIRA.name}")
    account = {"email": SAMIRA.email, "password1": SAMIRA.password, "name": SAMIRA.name, "login": SAMIRA.email}
    with written() as lines:
        as_samira.post(reverse("account_signup"), account)
        as_samira.post(reverse("account_login"), account | {"password": SAMIRA.password})
        as_samira.get(reverse("contributions", args=[consultation.number]), {"q": SAMIRA.words})
        as_samira.force_login(resident)
        as_samira.post(reverse("contribute", args=[consultation.number]), typed | {"title": ""})
        monkeypatch.setattr(contributions, "submit", broken)
        answer = as_samira.post(reverse("contribute", args=[consultation.number]), typed)
        as_samira.post(f"{reverse('home')}?{SAMIRA.email}", typed, headers={"host": SAMIRA.name.split()[0]})
    told = json.dumps(lines(), ensure_ascii=False)
    assert answer.status_code == 500, "the form did break"
    assert "ValueError" in told
    assert "in broken" in told
    assert len(lines()) >= 7
    assert SAMIRA.words_in(told) == []


def _count(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_requests_are_counted_by_view_method_and_status_and_nothing_else(client: Client) -> None:
    before = _count("cestvous_requests_total", view="home", method="GET", status="200")
    timed = _count("cestvous_request_seconds_count", view="home")
    client.get(reverse("home"))
    client.generic("BREW", reverse("home"))
    assert _count("cestvous_requests_total", view="home", method="GET", status="200") == before + 1
    assert _count("cestvous_request_seconds_count", view="home") >= timed + 1
    labels = {
        value
        for family in REGISTRY.collect()
        if family.name == "cestvous_requests"
        for sample in family.samples
        for value in sample.labels.values()
    }
    assert "other" in labels
    assert "BREW" not in labels
    assert not [value for value in labels if "/" in value or "@" in value]


def test_probes_are_neither_written_nor_counted(client: Client) -> None:
    with written() as lines:
        client.get("/healthz")
        client.get("/readyz")
    assert lines() == []
