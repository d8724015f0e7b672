"""The procedures that ship load; a broken one names what is wrong with it."""

from datetime import timedelta

import pytest

from cestvous.procedure.consultations.kinds import acts_of_all
from cestvous.procedure.rules.grid import AudienceKind, Purpose
from cestvous.procedure.rules.templates import NAMES, BrokenTemplate, load, parse
from tests.procedure.rules.grids import ACTS


def test_these_tests_know_the_acts_that_the_kinds_register() -> None:
    known = {kind: acts for kind, acts in acts_of_all().items() if kind in ACTS}
    assert known == ACTS


@pytest.mark.parametrize("name", NAMES)
def test_each_shipped_procedure_loads(name: str) -> None:
    template = load(name, ACTS)
    assert template.name == name
    assert len(template.durations) == len(template.grid.phases) - 1
    assert all(lasts >= timedelta(days=1) for lasts in template.durations)


def test_the_standard_procedure_has_a_phase_for_each_purpose_and_the_short_one_no_debate() -> None:
    assert [phase.purpose for phase in load("standard", ACTS).grid.phases] == list(Purpose)
    assert not load("short", ACTS).grid.has(Purpose.DEBATE)


def test_residents_contribute_and_everybody_with_an_account_discusses() -> None:
    cells = load("standard", ACTS).grid.cell("contributions", "consultation")
    audiences = {act: cell.audience.kind for cell in cells for act in cell.acts}
    assert audiences["contributions.submit"] == AudienceKind.DECLARED_RESIDENTS
    assert audiences["contributions.comment"] == AudienceKind.ACCOUNT_HOLDERS


def test_there_is_no_other_procedure() -> None:
    with pytest.raises(BrokenTemplate, match="there is no template"):
        load("../../settings", ACTS)


PHASES = """
[[phases]]
key = "decision"
purpose = "decision"
days = 3
[[phases]]
key = "follow-up"
purpose = "follow-up"
"""
DECISION = """
[[activities]]
key = "decision"
kind = "decisions"
openings = [{ phase = "decision", acts = ["decisions.draft", "decisions.sign"] }]
"""
WHOLE = PHASES + DECISION


def test_the_smallest_procedure_is_a_decision() -> None:
    assert parse("small", WHOLE, ACTS).durations == (timedelta(days=3),)


BROKEN = [
    ("not TOML", "phases = [", "small: "),
    ("no phases", DECISION, "small: the key 'phases' is missing"),
    ("no activities", PHASES, "small: the key 'activities' is missing"),
    ("a phase without key", WHOLE.replace('key = "decision"\npurpose', "purpose"), "the key 'key' is missing"),
    ("a phase without duration", WHOLE.replace("days = 3\n", ""), "the key 'days' is missing"),
    ("a duration in words", WHOLE.replace("days = 3", 'days = "three"'), "small: "),
    (
        "an unknown purpose",
        WHOLE.replace('purpose = "decision"', 'purpose = "party"'),
        "'party' is not a valid Purpose",
    ),
    (
        "an unknown audience",
        WHOLE.replace('{ phase = "decision",', '{ phase = "decision", audience = "friends",'),
        "'friends' is not a valid AudienceKind",
    ),
    ("an unknown act", WHOLE.replace("decisions.draft", "decisions.dither"), "unknown_act decisions.dither"),
    ("an unknown kind", WHOLE.replace('kind = "decisions"', 'kind = "dices"'), "unknown_kind dices"),
    (
        "a cell in no phase",
        WHOLE.replace('{ phase = "decision",', '{ phase = "never",'),
        "opening_nowhere decision × never",
    ),
    (
        "a cell without acts",
        WHOLE.replace('acts = ["decisions.draft", "decisions.sign"]', "act = []"),
        "'acts' is missing",
    ),
]


@pytest.mark.parametrize(("text", "names"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_template_names_what_is_wrong(text: str, names: str) -> None:
    with pytest.raises(BrokenTemplate) as broken:
        parse("small", text, ACTS)
    assert names in str(broken.value)
