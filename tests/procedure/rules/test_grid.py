"""What a grid says: who is admitted to a cell, and where an act is open."""

import pytest

from cestvous.procedure.rules.grid import Audience, AudienceKind, Purpose, Someone
from tests.procedure.rules.grids import standard

VISITOR = Someone()
ACCOUNT = Someone(signed_in=True)
DECLARED = Someone(signed_in=True, neighbourhood="drouot")
NEIGHBOUR = Someone(signed_in=True, neighbourhood="fonderie")
PROVED = Someone(signed_in=True, residence_proved=True)
COUNCILLOR = Someone(signed_in=True, roles=frozenset({"council_member"}))
EVERYBODY = {
    "visitor": VISITOR,
    "account": ACCOUNT,
    "declared": DECLARED,
    "neighbour": NEIGHBOUR,
    "proved": PROVED,
    "councillor": COUNCILLOR,
}

ADMITTED = [
    (Audience(AudienceKind.ANYONE), {"visitor", "account", "declared", "neighbour", "proved", "councillor"}),
    (Audience(AudienceKind.ACCOUNT_HOLDERS), {"account", "declared", "neighbour", "proved", "councillor"}),
    (Audience(AudienceKind.DECLARED_RESIDENTS), {"declared", "neighbour"}),
    (Audience(AudienceKind.PROVED_RESIDENTS), {"proved"}),
    (Audience(AudienceKind.NEIGHBOURHOODS, neighbourhoods=frozenset({"drouot"})), {"declared"}),
    (
        Audience(AudienceKind.NEIGHBOURHOODS, neighbourhoods=frozenset({"drouot", "fonderie"})),
        {"declared", "neighbour"},
    ),
    (Audience(AudienceKind.NEIGHBOURHOODS), set()),
    (Audience(AudienceKind.ROLES, roles=frozenset({"council_member"})), {"councillor"}),
    (Audience(AudienceKind.ROLES, roles=frozenset({"agent", "official"})), set()),
    (Audience(AudienceKind.ROLES), set()),
]


@pytest.mark.parametrize(("audience", "admitted"), ADMITTED, ids=lambda value: str(getattr(value, "kind", "")))
def test_an_audience_admits_by_attributes_and_mandates_only(audience: Audience, admitted: set[str]) -> None:
    assert {name for name, someone in EVERYBODY.items() if audience.admits(someone)} == admitted


def test_an_audience_of_no_neighbourhood_does_not_admit_somebody_without_one() -> None:
    everywhere = Audience(AudienceKind.NEIGHBOURHOODS, neighbourhoods=frozenset({""}))
    assert not Audience(AudienceKind.NEIGHBOURHOODS).admits(ACCOUNT)
    assert not everywhere.admits(ACCOUNT)


def test_every_kind_of_audience_is_judged() -> None:
    assert {audience.kind for audience, _ in ADMITTED} == set(AudienceKind)


def test_purposes_are_ranked_in_the_order_in_which_they_are_lived() -> None:
    assert [purpose.rank for purpose in Purpose] == [0, 1, 2, 3, 4, 5]
    assert [phase.purpose for phase in standard().grid.phases] == list(Purpose)


OPEN_IN = [
    ("questions.ask", ["presentation", "consultation"]),
    ("questions.reply", ["presentation", "consultation", "synthesis"]),
    ("contributions.submit", ["consultation"]),
    ("syntheses.publish", ["synthesis"]),
    ("syntheses.object", ["debate"]),
    ("decisions.sign", ["decision", "follow-up"]),
    ("decisions.report", ["follow-up"]),
    ("nothing.of_the_kind", []),
]


@pytest.mark.parametrize(("act", "phases"), OPEN_IN)
def test_a_grid_says_in_which_phases_an_act_is_open(act: str, phases: list[str]) -> None:
    assert [phase.key for phase in standard().grid.phases_opening(act)] == phases


def test_a_cell_may_hold_several_openings_for_several_audiences() -> None:
    cells = list(standard().grid.cell("contributions", "consultation"))
    assert [cell.audience.kind for cell in cells] == [AudienceKind.DECLARED_RESIDENTS, AudienceKind.ACCOUNT_HOLDERS]
    assert not list(standard().grid.cell("contributions", "debate"))
