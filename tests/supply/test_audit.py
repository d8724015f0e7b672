"""An audit says what is known, or that it could not ask; never that all is well when nobody answered."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tools.supply import audit
from tools.supply.audit import COULD_NOT_AUDIT, FAULTS_KNOWN, NOTHING_KNOWN, Accepted, CouldNotAudit
from tools.supply.lock import is_installed, packages

TODAY = date(2026, 11, 28)
FAULT = {"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1", "GHSA-x"], "fix_versions": ["9.9"], "description": "…"}


def answer(**faults: list[dict[str, Any]]) -> str:
    """What pip-audit says when it found every package."""
    return json.dumps(
        {
            "dependencies": [
                {"name": name, "version": package["version"], "vulns": faults.get(name, [])}
                for name, package in packages().items()
                if is_installed(name)
            ]
        }
    )


def always(said: str) -> Callable[[str], str]:
    return lambda service: said


def away(service: str) -> str:
    raise CouldNotAudit(f"{service}: no such host")


def accepting(until: date, *, reason: str = "no city hands it what strangers wrote") -> list[Accepted]:
    return [Accepted("CVE-2026-1", "django", reason, until)]


def test_where_nothing_is_known_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.audit(TODAY, always(answer()), []) == NOTHING_KNOWN
    assert "Nothing else is known" in capsys.readouterr().out


def test_what_is_known_is_listed_with_its_names_and_the_version_that_mends_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert audit.audit(TODAY, always(answer(django=[FAULT], pytest=[FAULT | {"fix_versions": []}])), []) == FAULTS_KNOWN
    said = capsys.readouterr().out
    assert f"django {packages()['django']['version']}: CVE-2026-1, GHSA-x, PYSEC-2026-1, fixed in 9.9" in said
    assert "(only tests and checks use it): CVE-2026-1, GHSA-x, PYSEC-2026-1, not fixed yet" in said
    assert "Nothing" not in said


@pytest.mark.parametrize(
    "asking",
    [
        away,
        always("not JSON"),
        always("{}"),
        always(json.dumps({"dependencies": []})),
        # What pip-audit says, and ends with 0, where PyPI's mirror knows of packages but not of their faults.
        always(answer().replace('"vulns": []', '"skip_reason": "not found on PyPI"')),
        # One package alone that nobody spoke of.
        always(answer().replace('"name": "pillow"', '"name": "willow"')),
    ],
    ids=["away", "no-json", "no-list", "empty", "skipped", "one-missing"],
)
def test_where_nobody_answers_it_could_not_audit(
    asking: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit.audit(TODAY, asking, []) == COULD_NOT_AUDIT
    told = capsys.readouterr()
    assert told.err.startswith("could not audit: ")
    assert not told.out


def test_pypi_is_asked_where_osv_is_away() -> None:
    asked = []

    def asking(service: str) -> str:
        asked.append(service)
        return away(service) if service == "osv" else answer(django=[FAULT])

    assert audit.audit(TODAY, asking, []) == FAULTS_KNOWN
    assert asked == ["osv", "pypi"]


def test_a_fault_is_lived_with_until_its_day_and_by_any_of_its_names(capsys: pytest.CaptureFixture[str]) -> None:
    found = always(answer(django=[FAULT]))
    assert audit.audit(TODAY, found, accepting(TODAY)) == NOTHING_KNOWN
    assert f"django: CVE-2026-1, accepted until {TODAY}" in capsys.readouterr().out
    assert audit.audit(TODAY, found, accepting(TODAY - timedelta(days=1))) == FAULTS_KNOWN
    assert "its day has passed" in capsys.readouterr().err


def test_what_is_accepted_of_one_package_is_not_of_another() -> None:
    assert audit.audit(TODAY, always(answer(pillow=[FAULT])), accepting(TODAY)) == FAULTS_KNOWN


def test_what_is_mended_is_to_be_taken_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.audit(TODAY, always(answer()), accepting(TODAY)) == NOTHING_KNOWN
    assert "no longer there" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("kept", "wrong"),
    [
        (accepting(TODAY + timedelta(days=180)), []),
        (accepting(TODAY + timedelta(days=181)), ["more than 180 days ahead"]),
        (accepting(TODAY, reason="later"), ["say why"]),
        ([Accepted("CVE-2026-1", "gone", "no city ever runs that one", TODAY)], ["no longer in the lock"]),
    ],
)
def test_an_acceptance_has_a_reason_a_package_and_a_near_day(kept: list[Accepted], wrong: list[str]) -> None:
    told = list(audit.not_acceptable(kept, TODAY))
    assert len(told) == len(wrong)
    assert all(expected in said for expected, said in zip(wrong, told, strict=True))


def test_what_we_live_with_today_has_not_run_out() -> None:
    # Goes red on the day by which somebody promised to look again: that is what it is for.
    assert list(audit.not_acceptable(audit.accepted(), datetime.now(UTC).date())) == []


def test_the_form_shown_in_the_file_is_one_that_is_read() -> None:
    text = audit.ACCEPTED.read_text(encoding="utf-8")
    example = "\n".join(
        line.removeprefix("# ") for line in text.splitlines() if line.startswith(("# [[", "# id", "# pa"))
    )
    example += '\nreason = "it does no harm here"\nuntil = 2027-01-31'
    assert audit.accepted(example)[0].until == date(2027, 1, 31)
