"""A city with a consultation in every state, in each of which the same things are found under the same numbers.

Number 1 of each kind is the resident's, 2 the other resident's; contributions and questions 3 were withdrawn by the
resident, contribution 4 is hidden. Built once for a module of tests; what a request changes is rolled back.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution
from cestvous.activities.questions import actions as questions
from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import Citation, Finding, SetAside, SetAsideReason, waiting
from cestvous.foundation.files.actions import Joined
from cestvous.foundation.files.models import File
from cestvous.foundation.mandates.actions import end
from cestvous.foundation.mandates.models import Role
from cestvous.foundation.mandates.policy import Reader
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source, Standing
from cestvous.kernel import clock
from cestvous.procedure.consultations import actions as leading
from cestvous.procedure.consultations import kinds
from cestvous.procedure.consultations.models import Consultation, State, Theme
from cestvous.procedure.rules.templates import load
from tests.city.pages import rewrite_contact
from tests.factories import (
    PASSWORD,
    a_comment,
    a_commitment,
    a_consultation,
    a_contribution,
    a_drafted_decision,
    a_finding,
    a_neighbourhood,
    a_person,
    a_question,
    a_representative,
    activity,
    an_objection,
    appointed,
    asking,
    in_phase,
    phase_starts,
)
from tests.factories.files import a_file_of, a_received_file
from tests.machinery.clock import CLOCK, MONDAY
from tests.policy.table import PHASES

MOVED_IN = datetime.fromisoformat("2025-01-06T09:00+01:00")
# Over or not under way, and the phase in which that happened to them; all that a phase holds is in them.
STOPPED = {
    "unpublished": ("follow-up", State.DRAFT),
    "suspended": ("consultation", State.SUSPENDED),
    "cancelled": ("consultation", State.CANCELLED),
    "archived": ("follow-up", State.ARCHIVED),
}
STATES = ("draft", *PHASES, "waiting", *STOPPED, "orphaned", "elsewhere")


def everybody() -> dict[str, Reader]:
    """The cast of ``tests.cast``, and a newcomer who has named no neighbourhood."""
    drouot, centre = a_neighbourhood("Drouot", 5_100), a_neighbourhood("Centre", 11_200)
    people: dict[str, Reader] = {
        "visitor": AnonymousUser(),
        "newcomer": a_person("Yann Tran"),
        "resident": a_person("Samira Benali", neighbourhood=drouot),
        "other_resident": a_person("Paul Schmitt", neighbourhood=drouot),
        "neighbour": a_person("Elif Kaya", neighbourhood=centre),
        "administrator": Person.objects.create_superuser(
            "machine@exemple.test", PASSWORD, name="Machine", joined_at=clock.now()
        ),
    }
    for role, name, mandate, function in (
        ("agent", "Nadia Weber", Role.AGENT, "chargée de participation"),
        ("other_agent", "Hugo Lang", Role.AGENT, "chargé de mission espaces publics"),
        ("official", "Claire Muller", Role.OFFICIAL, "adjointe à l'urbanisme"),
        ("other_official", "Marc Roth", Role.OFFICIAL, "adjoint aux sports"),
        ("conciliator", "Anne Keller", Role.CONCILIATOR, "conciliatrice municipale"),
    ):
        people[role] = person = a_person(name)
        appointed(person, mandate, function)
    people["council_member"] = seated = a_person("Jeanne Meyer", neighbourhood=drouot)
    appointed(seated, Role.COUNCIL_MEMBER, "membre du conseil citoyen Drouot", neighbourhood=drouot)
    return people


@dataclass
class City:
    """``numbers``: of consultations by state. ``keys``: by state, what is not found under a number that is the same
    everywhere; by "" what belongs to no consultation."""

    people: dict[str, Reader]
    numbers: dict[str, int] = field(default_factory=dict)
    keys: dict[str, dict[str, int | str]] = field(default_factory=dict)

    def person(self, role: str) -> Person:
        person = self.people[role]
        if not isinstance(person, Person):
            raise LookupError(f"{role} has no account")
        return person

    # --- A consultation and what is in it -----------------------------------------------------------------------
    def live(self, state: str, phase: str, *, late: bool = False) -> Consultation:
        """A consultation in which everything was said that its phases allow, standing in this one."""
        agent, official = self.person("agent"), self.person("official")
        if state == "elsewhere":
            agent, official = self.person("other_agent"), self.person("other_official")
        durations = load("standard", kinds.acts_of_all()).durations[: PHASES.index(phase)]
        CLOCK.freeze(MONDAY - sum(durations, timedelta()) - (timedelta(days=30) if late else timedelta(days=1)))
        consultation = a_consultation(agent, official, title=f"Une place, {state}", starts=phase_starts())
        self.numbers[state] = consultation.number
        self.keys[state] = {"file": a_file_of(consultation, agent).identifier, "slug": consultation.slug}
        for reached in PHASES[: PHASES.index(phase) + 1]:
            consultation = in_phase(consultation, reached)
            self.say(reached, state, consultation)
        return consultation

    def say(self, phase: str, state: str, consultation: Consultation) -> None:
        said: dict[str, Callable[[str, Consultation], None]] = {
            "presentation": self.say_in_presentation,
            "consultation": self.say_in_consultation,
            "synthesis": self.say_in_synthesis,
            "debate": self.say_in_debate,
            "decision": self.say_in_decision,
        }
        if phase in said:
            said[phase](state, consultation)

    def say_in_presentation(self, state: str, consultation: Consultation) -> None:
        for role in ("resident", "other_resident"):
            a_question(self.person(role), consultation)
        questions.withdraw(
            by=self.person("resident"), question=a_question(self.person("resident"), consultation, "Oubli")
        )

    def say_in_consultation(self, state: str, consultation: Consultation) -> None:
        resident, other = self.person("resident"), self.person("other_resident")
        first = a_contribution(resident, consultation, joined=[Joined(a_received_file(resident), "Le plan")])
        second = a_contribution(other, consultation)
        self.keys[state]["joined"] = File.objects.of(first.reference).get().identifier
        a_comment(resident, second)
        a_comment(other, first)
        gone = a_contribution(
            resident, consultation, "Une erreur", joined=[Joined(a_received_file(resident), "Le plan")]
        )
        self.keys[state]["joined_withdrawn"] = File.objects.of(gone.reference).get().identifier
        contributions.withdraw(by=resident, contribution=gone)
        self.hide(a_contribution(resident, consultation, "Une insulte"))

    def hide(self, contribution: Contribution) -> None:
        """Moderation is to come: nothing hides a text yet but this. It is counted like one that was withdrawn."""
        contributions.withdraw(by=self.person("resident"), contribution=contribution)
        Source.objects.filter(pk=contribution.source_id).update(standing=Standing.HIDDEN)

    def say_in_synthesis(self, state: str, consultation: Consultation) -> None:
        agent = self.person("agent") if state != "elsewhere" else self.person("other_agent")
        finding = a_finding(consultation)
        first, second = waiting(consultation).order_by("number")
        syntheses.cite(by=agent, finding=finding, source=first)
        syntheses.set_aside(
            by=agent, activity=activity(consultation, "syntheses"), sources=[second],
            reason=SetAsideReason.OFF_TOPIC, words="Cela ne parle pas de la place.",
        )  # fmt: skip
        self.keys[state] |= {
            "section": finding.section_id,
            "citation": Citation.objects.get(finding_version__finding=finding, source=first).pk,
            "aside": SetAside.objects.get(source=second).pk,
        }

    def say_in_debate(self, state: str, consultation: Consultation) -> None:
        finding = Finding.objects.with_words().get(thread__consultation=consultation.number)
        self.keys[state]["published_finding"] = finding.pk
        said = (
            Contribution.objects.of(consultation).select_related("source", "activity__consultation").order_by("number")
        )
        for role, contribution in zip(("resident", "other_resident"), said, strict=False):
            syntheses.comment(by=self.person(role), under=finding, body="Je lis.")
            an_objection(self.person(role), contribution)

    def say_in_decision(self, state: str, consultation: Consultation) -> None:
        a_commitment(consultation)
        a_drafted_decision(consultation)

    # --- All of them ----------------------------------------------------------------------------------------------
    def consultations(self) -> None:
        for phase in PHASES:
            self.live(phase, phase)
        self.live("waiting", "synthesis", late=True)
        self.live("elsewhere", "consultation")
        for state, (phase, becomes) in STOPPED.items():
            stopped = self.live(state, phase)
            Consultation.objects.filter(pk=stopped.pk).update(state=becomes)
        orphaned = self.live("orphaned", "consultation")
        departed = a_person("Luc Meyer")
        end(mandate=appointed(departed, Role.AGENT, "chargé de mission"), on=MONDAY.date() - timedelta(days=9))
        orphaned.agents.set(departed.mandates.all())
        CLOCK.freeze(MONDAY - timedelta(days=1))
        told: dict[str, Any] = {"published": False, "starts": phase_starts(first=MONDAY + timedelta(days=7))}
        draft = a_consultation(self.person("agent"), self.person("official"), title="Bientôt publiée", **told)
        self.numbers["draft"] = draft.number
        self.keys["draft"] = {"file": a_file_of(draft, self.person("agent")).identifier, "slug": draft.slug}

    def key(self, name: str, state: str) -> int | str:
        """A key of this consultation; where it has none, that of another one, except for files: they name theirs."""
        if name.startswith("joined"):
            return self.keys[state].get(name, "nothing")
        for known in (state, "synthesis", "follow-up"):
            if name in self.keys[known]:
                return self.keys[known][name]
        return name

    def city_wide(self) -> None:
        resident, agent = self.person("resident"), self.person("agent")
        confirmed = a_representative(resident, agent)
        asked = asking(resident, "Le Club des marcheurs")
        rewrite_contact(agent, 1)
        self.keys[""] = {
            "representative": confirmed.pk, "organisation": confirmed.organisation_id,
            "asked": asked.pk, "asked_organisation": asked.organisation_id,
            "agent": agent.mandates.get().pk, "received": a_received_file(resident).identifier,
        }  # fmt: skip


@transaction.atomic
def build() -> City:
    """The whole city, in one transaction because that is quicker; leaves the clock at MONDAY."""
    CLOCK.freeze(MOVED_IN)
    Theme.objects.get_or_create(slug="espaces-publics", defaults={"name": "Espaces publics"})
    city = City(everybody())
    city.consultations()
    CLOCK.freeze(MONDAY - timedelta(days=1))
    city.city_wide()
    CLOCK.freeze(MONDAY)
    leading.settle_for_reading(list(Consultation.objects.with_procedure().order_by("number")), MONDAY)
    return city
