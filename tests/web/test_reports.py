"""What a Sentry is told of an error: where it happened, and nothing of who met it or what they typed."""

import json
import logging
from collections.abc import Iterator

import pytest
import sentry_sdk
from django.test import Client
from django.urls import reverse
from prometheus_client import REGISTRY

from cestvous.activities.contributions import actions as contributions
from cestvous.foundation.people.models import Person
from cestvous.kernel import reports
from cestvous.kernel.measures import Counting
from cestvous.procedure.consultations.models import Consultation
from tests.factories import in_phase
from tests.machinery.catching import Caught, sentry
from tests.machinery.deeds import SAMIRA
from tests.web.filling import a_contribution_form


@pytest.fixture
def caught() -> Iterator[Caught]:
    with sentry() as listening:
        reports.begin(listening.address, place="tests")
        try:
            yield listening
        finally:
            sentry_sdk.get_client().close(timeout=2)
            sentry_sdk.get_global_scope().set_client(None)


def told(caught: Caught) -> str:
    sentry_sdk.flush(timeout=20)
    assert caught.came.wait(20)
    return "\n".join(caught.envelopes)


@pytest.mark.django_db
def test_an_error_is_told_with_its_place_and_without_anybody(
    caught: Caught, consultation: Consultation, resident: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**said: object) -> None:
        typed = f"{said!r}"
        raise ValueError(typed)

    in_phase(consultation, "consultation")
    monkeypatch.setattr(contributions, "submit", broken)
    browser = Client(
        raise_request_exception=False,
        headers={
            "user-agent": SAMIRA.browser,
            "x-forwarded-for": SAMIRA.address,
            "referer": f"https://x/?{SAMIRA.email}",
        },
        REMOTE_ADDR=SAMIRA.address,
    )
    browser.force_login(resident)
    session = browser.cookies["sessionid"].value
    form = a_contribution_form(title=SAMIRA.name, body=f"{SAMIRA.words} {SAMIRA.email}")
    answer = browser.post(f"{reverse('contribute', args=[consultation.number])}?{SAMIRA.email}", form)
    assert answer.status_code == 500

    envelope = told(caught)
    event = json.loads(envelope.splitlines()[-1])
    (error,) = event["exception"]["values"]
    assert (error["type"], error["value"]) == ("ValueError", "ValueError")
    assert error["stacktrace"]["frames"][-1]["function"] == "broken"
    assert event["transaction"] == "contribute"
    assert event["tags"]["request_id"] == answer["X-Request-ID"]
    assert SAMIRA.words_in(envelope) == []
    for secret in (
        session,
        resident.email,
        resident.name,
        "csrftoken",
        '"cookies"',
        '"headers"',
        '"vars"',
        '"breadcrumbs"',
    ):
        assert secret.casefold() not in envelope.casefold()


def test_a_message_of_the_log_is_told_as_the_code_has_it(caught: Caught) -> None:
    logging.getLogger("anybody").error("The mail to %s was not sent.", SAMIRA.email, extra={"name_of": SAMIRA.name})
    envelope = told(caught)
    assert "The mail to %s was not sent." in envelope
    assert SAMIRA.words_in(envelope) == []


def test_what_is_less_than_an_error_stays_here(caught: Caught) -> None:
    logging.getLogger("anybody").warning("Not so bad.")
    logging.getLogger("anybody").error("Bad.")
    assert "Not so bad." not in told(caught)
    assert len(caught.envelopes) == 1


@pytest.mark.django_db
def test_what_a_stranger_sent_in_vain_is_nobodys_alarm(caught: Caught) -> None:
    def counted(level: str) -> float:
        told = {"level": level, "logger": "django.security.DisallowedHost"}
        return REGISTRY.get_sample_value("cestvous_logged_total", told) or 0

    errors, warnings = counted("error"), counted("warning")
    refusals, counting = logging.getLogger("django.security.DisallowedHost"), Counting()
    refusals.addHandler(counting)
    try:
        assert Client().get("/fr/", headers={"host": "elsewhere.test"}).status_code == 400
    finally:
        refusals.removeHandler(counting)
    assert counted("error") == errors
    assert counted("warning") > warnings
    logging.getLogger("anybody").error("Bad.")
    assert "Bad." in told(caught)
    assert len(caught.envelopes) == 1


def test_without_an_address_nobody_is_told() -> None:
    assert not sentry_sdk.get_client().is_active()
