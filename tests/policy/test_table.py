"""Every role × every moment × every act × every state: what the table opens is open, all the rest is refused."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from cestvous.activities.syntheses.models import Finding, FindingVersion, Synthesis
from cestvous.foundation.mandates.policy import Reader
from cestvous.foundation.people.models import Person
from cestvous.kernel.verdicts import NotThere, Refused
from cestvous.procedure.consultations.kinds import KINDS
from cestvous.procedure.consultations.models import Consultation, State
from cestvous.procedure.consultations.policy import LEADING_ACTS, may, may_create, may_lead, may_see
from tests.factories import a_consultation, a_person, activity, phase_starts
from tests.machinery.clock import MONDAY
from tests.policy import table
from tests.policy.scene import Scene, standing_at
from tests.policy.table import LEADING, MOMENTS, OPEN, ROLES, On

# The kinds that ship with the standard procedure: a kind that a test invents has no row here.
SHIPPED = ("questions", "contributions", "syntheses", "decisions")

Casting = Callable[[str], Reader]


@pytest.fixture
def newcomer(db: None) -> Person:
    """Has an account, and has named no neighbourhood."""
    return a_person("Yann Tran")


@pytest.fixture
def planned(agent: Person, official: Person) -> Consultation:
    """The standard procedure, its first phase to come tomorrow."""
    starts = phase_starts(first=MONDAY + timedelta(days=1))
    return a_consultation(agent, official, starts=starts)


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Casting:
    return lambda role: request.getfixturevalue(role)


def test_every_act_has_a_row() -> None:
    acts = {known.act.name for kind in SHIPPED for known in KINDS[kind].acts}
    assert {row.act for row in OPEN} == acts
    assert LEADING.keys() == LEADING_ACTS.keys()


def test_every_act_is_tried_on_everything_it_can_be_done_to(planned: Consultation, resident: Person) -> None:
    tried = {(thing.act, thing.on) for thing in Scene(planned, resident, a_person()).things()}
    assert {(row.act, on) for row in OPEN for on in row.on} <= tried


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", ROLES)
def test_what_is_not_in_the_table_is_refused(role: str, state: State, cast: Casting, planned: Consultation) -> None:
    reader = cast(role)
    things = list(Scene(planned, reader, a_person()).things())
    wrong, tried = [], 0
    for moment in MOMENTS:
        with standing_at(planned, moment, state) as at:
            for thing in things:
                verdict = may(reader, thing.act, thing.subject, at)
                tried += 1
                if bool(verdict) != table.is_open(role, thing.act, thing.on, moment, state):
                    wrong.append(f"{thing.act} on {thing.on}, {moment}: {verdict}")
                elif not verdict and not verdict.reason:
                    wrong.append(f"{thing.act} on {thing.on}, {moment}: refused without a reason")
                elif state == State.DRAFT and verdict.hidden != (role not in table.SEE_DRAFTS):
                    wrong.append(f"{thing.act} on {thing.on}, {moment}: hidden = {verdict.hidden}")
    assert not wrong, "\n".join(wrong)
    assert tried == len(MOMENTS) * len(things)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", ROLES)
def test_only_the_agents_in_charge_lead(role: str, state: State, cast: Casting, planned: Consultation) -> None:
    reader = cast(role)
    for moment in MOMENTS:
        with standing_at(planned, moment, state) as at:
            for act, states in LEADING.items():
                verdict = may_lead(reader, act, planned, at)
                assert bool(verdict) == (role == table.AGENT and state in states), (act, moment, verdict)
                assert verdict or verdict.reason
                assert verdict.hidden == (state == State.DRAFT and role not in table.SEE_DRAFTS)


@pytest.mark.parametrize("role", ROLES)
def test_a_draft_exists_for_agents_and_its_sponsor_only(role: str, cast: Casting, planned: Consultation) -> None:
    reader = cast(role)
    with standing_at(planned, table.BEFORE, State.DRAFT) as at:
        seen = may_see(reader, planned, at)
        assert bool(seen) == (role in table.SEE_DRAFTS)
        if not seen:
            with pytest.raises(NotThere):
                seen.or_deny()
    for state in table.ONCE_PUBLIC:
        with standing_at(planned, table.PRESENTATION, state) as at:
            assert may_see(reader, planned, at)


@pytest.mark.parametrize("role", ROLES)
def test_city_agents_begin_consultations(role: str, cast: Casting, planned: Consultation) -> None:
    verdict = may_create(cast(role), MONDAY)
    assert bool(verdict) == (role in table.CREATE)
    assert verdict or verdict.reason


def test_a_finding_that_is_not_published_is_not_there(planned: Consultation, resident: Person) -> None:
    synthesis = Synthesis(activity=activity(planned, "syntheses"))
    draft = Finding(synthesis=synthesis, number=2, current=FindingVersion(number=1))
    with standing_at(planned, table.DEBATE, State.PUBLISHED) as at, pytest.raises(NotThere):
        may(resident, "syntheses.comment", draft, at).or_deny()


def test_a_refusal_says_what_would_change_it(planned: Consultation, resident: Person, newcomer: Person) -> None:
    row = activity(planned, "contributions")
    with standing_at(planned, table.PRESENTATION, State.PUBLISHED) as at:
        early = may(resident, "contributions.submit", row, at)
        assert "17" in early.remedy
        assert "2026" in early.remedy
    with standing_at(planned, table.CONSULTATION, State.PUBLISHED) as at:
        assert may(AnonymousUser(), "contributions.submit", row, at).remedy
        assert may(newcomer, "contributions.submit", row, at).remedy
    with standing_at(planned, "consultation over", State.PUBLISHED) as at:
        late = may(resident, "contributions.submit", row, at)
        assert "14" in late.reason
        assert not late.remedy
    with standing_at(planned, table.CONSULTATION, State.SUSPENDED) as at:
        assert may(resident, "contributions.submit", row, at).remedy


def test_a_refusal_and_its_exception_say_the_same_words(planned: Consultation, resident: Person) -> None:
    with standing_at(planned, table.PRESENTATION, State.PUBLISHED) as at:
        verdict = may(resident, "contributions.submit", activity(planned, "contributions"), at)
        with pytest.raises(Refused) as refused:
            verdict.or_deny()
    assert str(refused.value) == verdict.reason
    assert refused.value.verdict is verdict


def test_the_table_has_no_row_that_opens_nothing() -> None:
    assert all(row.on and row.who and row.when and row.states for row in OPEN)
    assert {on for row in OPEN for on in row.on}.isdisjoint({On.DRAFT, On.ANSWERED})
