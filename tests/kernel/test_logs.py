"""Nothing that is written down names anybody: not by address, not by what an error quotes."""

import json
import logging
import sys
from http import HTTPStatus
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DataError, IntegrityError, OperationalError
from django.test import Client

from cestvous.kernel import logs
from tests.machinery.deeds import SAMIRA, Said, written


def the_line(*told: object, **more: object) -> str:
    """How a line looks in the plain form."""
    message, *filled = told
    return logs.Plain().format(
        logging.LogRecord("anybody", logging.WARNING, "", 1, str(message), tuple(filled), more.get("exc_info"))  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("from samira.benali+ville@mulhouse.fr, twice", "from …@…, twice"),
        ("To: <samira@xn--mulhuse-q1a.fr>", "To: <…@…>"),
        ("ip=82.64.12.9: refused", "ip=[address]: refused"),
        ("10.1.2.3:5432 is away", "[address]:5432 is away"),
        ("from [2001:db8::7]:443", "from [[address]]:443"),
        ("from ::ffff:82.64.12.9", "from [address]"),
        ("GET /fr/?q=Samira+Benali HTTP/1.1", "GET /fr/?… HTTP/1.1"),
        ("Listening at: http://127.0.0.1:8000 (12)", "Listening at: http://127.0.0.1:8000 (12)"),
        ("at 12:30:45 of 2026-03-02", "at 12:30:45 of 2026-03-02"),
    ],
)
def test_words_lose_people_and_keep_the_rest(said: str, kept: str) -> None:
    assert logs.without_people(said) == kept


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (ValueError("« Samira Benali » is no number"), "ValueError"),
        (KeyError("Samira Benali"), "KeyError"),
        (DataError('invalid input syntax for type integer: "Samira"'), "DataError"),
        (SMTPRecipientsRefused({"samira@x.fr": (550, b"no")}), "SMTPRecipientsRefused"),
        (
            OperationalError("server closed the connection\nDETAIL: Samira"),
            "OperationalError: server closed the connection",
        ),
        (
            IntegrityError('violates "one_position_per_person"\nDETAIL: Key (email)=(samira@x.fr) exists'),
            'IntegrityError: violates "one_position_per_person"',
        ),
        (OSError(28, "No space left on device", "/files/samira-benali.jpg"), "OSError: No space left on device"),
    ],
)
def test_of_an_error_its_kind_is_kept_and_its_words_only_if_they_are_the_machines(
    error: BaseException, kept: str
) -> None:
    assert logs.told(error) == kept


def test_a_trace_says_where_and_never_with_what() -> None:
    try:
        try:
            raise KeyError(SAMIRA.name)
        except KeyError as first:
            raise ValueError(SAMIRA.email) from first
    except ValueError:
        line = the_line("failed", exc_info=sys.exc_info())
    assert "test_a_trace_says_where_and_never_with_what" in line
    assert line.index("KeyError") < line.index("which led to") < line.rindex("ValueError")
    assert SAMIRA.words_in(line) == []


def test_a_message_is_filled_with_numbers_dates_and_words_and_of_things_their_kind_alone() -> None:
    line = the_line(
        "%s asked for %s, %d times: %s", Said(SAMIRA.name), "/fr/mot-de-passe/3-abc/", 7, ValueError("Samira")
    )
    assert line.endswith("Said asked for /…, 7 times: ValueError")


def test_a_message_that_cannot_be_filled_is_written_as_it_stands() -> None:
    assert the_line("%d of %d", "one").endswith("%d of %d")


def test_what_was_refused_for_what_it_carried_is_not_quoted() -> None:
    with written() as lines:
        logging.getLogger("django.security.RequestDataTooBig").error("Too many: 'samira.benali'.")
    (line,) = lines()
    assert line["logger"] == "django.security.RequestDataTooBig"
    assert SAMIRA.words_in(json.dumps(line)) == []


def test_a_line_that_is_no_request_is_not_quoted_either() -> None:
    said = the_line("Invalid request from ip=203.0.113.7: Invalid HTTP method: 'samira.benali'")
    assert "samira" not in said
    assert "Refused" in said


def test_whoever_asks_us_by_another_name_makes_no_error_of_ours() -> None:
    with written() as lines:
        assert Client().get("/healthz/", headers={"Host": "192.0.2.1"}).status_code == HTTPStatus.BAD_REQUEST
    assert [line["level"] for line in lines() if line["level"] == "ERROR"] == []


def test_nothing_that_is_hung_on_a_record_gets_out_but_what_we_know() -> None:
    with written() as lines:
        logging.getLogger("anybody").warning("so", extra={"request": SAMIRA.email, "status": 200, "view": "home"})
    (line,) = lines()
    assert line.keys() == {"time", "level", "logger", "process", "request_id", "message", "status", "view"}


@pytest.mark.parametrize("form", [logs.Plain, logs.JsonLines])
def test_a_line_says_when_in_utc_wherever_the_machine_stands(form: type[logs.Plain | logs.JsonLines]) -> None:
    record = logging.makeLogRecord({"name": "anybody", "msg": "so", "created": 1_792_892_800.5})
    assert "2026-10-25T01:46:40Z" in form().format(record)


def test_an_unknown_form_is_refused_when_the_site_starts() -> None:
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT"):
        logs.configuration("xml", "INFO")
