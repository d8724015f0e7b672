"""A whole consultation as a state machine, through the actions that pages use, on a real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from cestvous.foundation.journal.models import Event
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations import actions
from cestvous.procedure.consultations.kinds import acts_of_all
from cestvous.procedure.consultations.models import Consultation, State
from cestvous.procedure.rules.grid import Grid, Lead, Purpose
from tests.factories import (
    a_closed_debate,
    a_comment,
    a_consultation,
    a_contribution,
    a_preparation,
    a_published_synthesis,
    a_question,
    a_signed_decision,
    fresh,
    in_phase,
)
from tests.machinery.clock import CLOCK, MONDAY, travel
from tests.procedure.consultations.doings import DOINGS, Doing
from tests.procedure.consultations.memory import Memory, open_acts
from tests.procedure.consultations.tries import NothingToDo, Try
from tests.procedure.rules.grids import with_act, without_act, without_activity, without_phase

MOMENT = timedelta(microseconds=1)
NIGHTS = [datetime(2026, month, day, hour, 30, tzinfo=UTC) for month, day in ((3, 29), (10, 25)) for hour in (0, 1)]
LEADS = {act.name: act.lead for acts in acts_of_all().values() for act in acts}
ALWAYS = {act.name for acts in acts_of_all().values() for act in acts if act.always}
LED = {
    "suspend": "consultations.suspended",
    "resume": "consultations.resumed",
    "cancel": "consultations.cancelled",
    "archive": "consultations.archived",
}
GRIDS: dict[str, Callable[[Grid], Grid]] = {
    "the same": lambda grid: grid,
    "without debate": lambda grid: without_phase(grid, "debate"),
    "without synthesis": lambda grid: without_activity(grid, "synthesis"),
    "without decision": lambda grid: without_activity(grid, "decision"),
    "without objections": lambda grid: without_act(grid, "syntheses.object"),
    "without replies": lambda grid: without_act(without_act(grid, "syntheses.object"), "syntheses.reply"),
    "contributions in the debate": lambda grid: with_act(grid, "contributions.submit", "debate"),
    "contributions while it is written": lambda grid: with_act(grid, "contributions.submit", "synthesis"),
    "questions throughout": lambda grid: with_act(grid, "questions.ask", "debate"),
    "signed in the debate": lambda grid: with_act(grid, "decisions.sign", "debate"),
    "objections again while it is decided": lambda grid: with_act(
        with_act(with_act(grid, "syntheses.object", "decision"), "syntheses.reply", "decision"),
        "syntheses.revise",
        "decision",
    ),
}


def on_the_wall(instant: datetime) -> datetime:
    return instant.astimezone(timezone.get_default_timezone()).replace(tzinfo=None)


def as_it_exists(wall: datetime) -> datetime:
    """The same, but an hour later in the night in which that hour is left out."""
    return on_the_wall(wall.replace(tzinfo=timezone.get_default_timezone()).astimezone(UTC))


class Life(RuleBasedStateMachine):
    """One consultation and the people around it. What was done is undone at the end of each run."""

    people: tuple[Person, ...]
    agent: Person
    official: Person

    def __init__(self) -> None:
        super().__init__()
        self._undone = transaction.atomic()
        self._undone.__enter__()
        CLOCK.freeze(MONDAY)
        self.consultation = a_consultation(self.agent, self.official)
        self.memory = Memory(self.consultation)
        self.adapted = False

    @initialize(phase=st.sampled_from(Purpose))
    def begin(self, phase: Purpose) -> None:
        """In any phase, with a little that was said on the way there."""
        if phase.rank >= Purpose.CONSULTATION.rank:
            consultation = in_phase(self.consultation, "consultation")
            said = [a_contribution(person, consultation, f"Idée {person.pk}") for person in self.people[:2]]
            a_comment(self.people[2], said[0])
            a_question(self.people[2], consultation)
        in_phase(self.consultation, phase)
        self.memory.look()

    def now(self) -> Consultation:
        return fresh(self.consultation)

    # --- People act -----------------------------------------------------------------------------------------------

    @rule(doing=st.sampled_from(DOINGS), who=st.integers(0, 4), which=st.integers(0, 30))
    def somebody_tries(self, doing: Doing, who: int, which: int) -> None:
        self._attempt_all([doing], [self.people[who]], which)

    @rule(picks=st.lists(st.integers(0, 999), min_size=1, max_size=6), which=st.integers(0, 30))
    def what_is_open_is_done(self, picks: list[int], which: int) -> None:
        opened = self._open_now() | ALWAYS
        doings = [doing for doing in DOINGS if doing.act in opened]
        chosen = [doings[pick % len(doings)] for pick in picks]
        self._attempt_all(chosen, [self._suited(doing, pick) for doing, pick in zip(chosen, picks, strict=True)], which)

    def _suited(self, doing: Doing, pick: int) -> Person:
        lead = LEADS.get(doing.act)
        return self.people[pick % 3] if lead is None else self.official if lead == Lead.SPONSOR else self.agent

    def _attempt_all(self, doings: Sequence[Doing], people: Sequence[Person], which: int) -> None:
        done = {doing.act for doing, who in zip(doings, people, strict=True) if self._attempt(doing, who, which)}
        if done:
            self.memory.look(doings=done)

    def _attempt(self, doing: Doing, who: Person, which: int) -> bool:
        """Try, and judge what came of it; returns whether it was accepted."""
        opened, events = self._open_now(), Event.objects.count()
        try:
            with transaction.atomic():
                doing.do(Try(self.now(), who, which))
        except NothingToDo:
            return False
        except Refused as refused:
            self._refused(refused)
            assert Event.objects.count() == events, "a refusal left something behind"
            return False
        acts = {doing.act, "decisions.rectify"} if doing.act == "decisions.draft" else {doing.act}
        assert acts & (opened | ALWAYS), f"{doing.act} was accepted outside its opening"
        written = {event.kind for event in Event.objects.order_by("-pk")[: Event.objects.count() - events]}
        assert doing.event in {"", *written}, f"{doing.act} is not in the journal"
        return True

    def _refused(self, refused: Refused) -> None:
        assert refused.verdict.reason, "refused without a reason"

    def _open_now(self) -> set[str]:
        """What the rows say is open once the consultation is settled; looking leaves no trace."""
        with transaction.atomic():
            actions.settle_for_reading([self.now()], clock.now())
            opened = open_acts(self.consultation, clock.now())
            transaction.set_rollback(True)
        return opened

    @rule()
    def those_who_lead_do_what_is_due(self) -> None:
        """What opens the next gate, as far as it is open to them."""
        consultation = self._settled()
        current = consultation.schedule.current
        due = {
            Purpose.SYNTHESIS: a_published_synthesis,
            Purpose.DEBATE: a_closed_debate,
            Purpose.DECISION: a_signed_decision,
        }
        if current is not None and current.purpose in due:
            try:
                with transaction.atomic():
                    due[current.purpose](consultation)
            except (Refused, LookupError):
                assert self.adapted or consultation.state != State.PUBLISHED or self._signed()
        self.memory.look()

    def _signed(self) -> bool:
        return Event.objects.filter(kind="decisions.signed").exists()

    # --- Time passes ----------------------------------------------------------------------------------------------

    def _settled(self) -> Consultation:
        actions.settle_for_reading([self.now()], clock.now())
        return self.now()

    @rule(hours=st.integers(1, 24 * 40), looked_at=st.booleans())
    def time_passes(self, hours: int, looked_at: bool) -> None:
        travel(hours=hours)
        if looked_at:
            self._settled()
        self.memory.look()

    @rule(before=st.booleans())
    def the_next_date_comes(self, before: bool) -> None:
        coming = self._settled().schedule.coming
        if coming is not None:
            travel(to=max(clock.now(), coming.starts_at - (MOMENT if before else timedelta())))
        self._settled()
        self.memory.look()

    @rule(night=st.sampled_from(NIGHTS))
    def the_clocks_change(self, night: datetime) -> None:
        travel(to=max(clock.now(), night))
        actions.settle_all_due()
        self.memory.look()

    # --- The consultation is led ------------------------------------------------------------------------------------

    def _lead(self, event: str, lead: object, **told: object) -> None:
        before = Event.objects.count()
        try:
            with transaction.atomic():
                lead(by=self.agent, consultation=self.now(), **told)  # type: ignore[operator]
        except Refused as refused:
            self._refused(refused)
            assert Event.objects.count() == before
        else:
            assert Event.objects.filter(kind=event).exists()
        self.memory.look()

    @rule(act=st.sampled_from([*LED, "suspend", "resume", "suspend", "resume"]), empty=st.booleans())
    def its_state_changes(self, act: str, empty: bool) -> None:
        if act in {"cancel", "archive"} and clock.now().day % 4:
            return
        self._lead(LED[act], getattr(actions, act), reason=" \u200b" if empty and act == "cancel" else "Une raison.")

    @rule(days=st.integers(-1, 60))
    def it_is_prolonged(self, days: int) -> None:
        before = self._settled().schedule
        self._lead("consultations.adapted", actions.prolong, days=days, reason="Laissez-nous le temps.")
        after = self.now().schedule
        if after != before and before.position == after.position:
            index = 0 if after.position is None else after.position + 1
            late = clock.now() - before.waiting_since if before.waiting_since else timedelta()
            due = [on_the_wall(phase.starts_at + late) + timedelta(days=days) for phase in before.phases[index:]]
            announced = [on_the_wall(phase.starts_at) for phase in after.phases[index:]]
            assert announced == [as_it_exists(wall) for wall in due], "a phase to come does not begin at its hour"

    @rule(name=st.sampled_from(sorted(GRIDS)), shift=st.integers(-40, 40))
    def it_is_adapted(self, name: str, shift: int) -> None:
        consultation = self._settled()
        grid = GRIDS[name](consultation.grid)
        keys = {phase.key for phase in grid.phases}
        grid = replace(grid, openings=tuple(cell for cell in grid.openings if cell.phase in keys))
        starts = {phase.key: phase.starts_at + timedelta(days=shift) for phase in consultation.schedule.phases}
        before = consultation.adaptations.count()
        told = {"grid": grid, "starts": starts, "edition": consultation.edition}
        self._lead("consultations.adapted", actions.adapt, reason="Après concertation.", **told)
        if consultation.adaptations.count() > before and name != "the same":
            self.adapted = True

    @rule(question=st.sampled_from(["", "Que faut-il changer ?"]))
    def its_presentation_is_corrected(self, question: str) -> None:
        consultation = self.now()
        preparation = a_preparation(consultation.agents_in_charge, consultation.sponsor, question=question)
        self._lead("consultations.corrected", actions.correct, preparation=preparation, edition=consultation.edition)

    # --- And it always comes to its end -----------------------------------------------------------------------------

    def teardown(self) -> None:
        try:
            self._finish()
        finally:
            transaction.set_rollback(True)
            self._undone.__exit__(None, None, None)

    def _finish(self) -> None:
        if self.adapted or self.now().state not in {State.PUBLISHED, State.SUSPENDED}:
            return
        if self.now().state == State.SUSPENDED:
            self._lead(LED["resume"], actions.resume, reason="On reprend.")
        if not self.now().question:
            self.its_presentation_is_corrected("Que faut-il changer ?")
        for _phase in Purpose:
            self.those_who_lead_do_what_is_due()
            self.the_next_date_comes(before=False)
        schedule = self._settled().schedule
        assert schedule.coming is None, f"stuck in {schedule.current}"


def test_no_order_of_events_breaks_a_promise(
    db: None, resident: Person, other_resident: Person, neighbour: Person, agent: Person, official: Person
) -> None:
    Life.people = (resident, other_resident, neighbour, agent, official)
    Life.agent, Life.official = agent, official
    examples = settings.default.max_examples // 4 if settings.default else 10
    # Without shrinking: each step is dozens of queries, and the steps that failed are printed all the same.
    quick = settings(max_examples=examples, stateful_step_count=25, deadline=None, phases=[Phase.reuse, Phase.generate])
    run_state_machine_as_test(Life, settings=quick)


@pytest.mark.parametrize("doing", DOINGS, ids=lambda doing: doing.do.__name__.strip("<>") + " " + doing.act)
def test_every_doing_is_an_act_of_some_kind(doing: Doing) -> None:
    assert doing.act in {act.name for acts in acts_of_all().values() for act in acts}
