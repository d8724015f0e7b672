"""The same table over HTTP: a form that is refused changes nothing, whoever sends it and whenever."""

import importlib
from collections.abc import Callable, Sequence

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import Finding
from cestvous.foundation.mandates.policy import Reader
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation, State
from tests.city.addresses import names_within
from tests.factories import (
    a_comment,
    a_commitment,
    a_contribution,
    a_drafted_decision,
    a_finding,
    a_person,
    a_question,
    an_objection,
    in_phase,
)
from tests.policy import table
from tests.policy.addresses import (
    ADDRESSES,
    EVERY_FIELD,
    LEADING_ADDRESSES,
    LEADING_THINGS,
    ONLY_READ,
    ONLY_WITHOUT_AGENTS,
    Address,
)
from tests.policy.table import LEADING, PHASES, ROLES, On

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]
AREAS = (
    "consultations",
    "contributions",
    "questions",
    "syntheses",
    "decisions",
    "agency",
    "procedures",
    "presenting",
    "translations",
)
REFUSED = frozenset({302, 403, 404, 405, 422})
# Where nothing is open to anybody, those whose way to a refusal differs stand for the others.
SOME = ("visitor", "resident", "agent", "other_agent", "official", "administrator")
# Findings and commitments are nobody's own.
OF_NOBODY = frozenset({"syntheses.comment", "decisions.report"})
# Says why there is nothing to send, to somebody who has said nothing that a synthesis could misread.
EXPLAINS = "/objecter/"
Casting = Callable[[str], Reader]


@pytest.fixture
def newcomer(db: None) -> Person:
    return a_person("Yann Tran")


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Casting:
    return request.getfixturevalue


@pytest.fixture
def lived(consultation: Consultation, resident: Person, other_resident: Person) -> Callable[[str], Consultation]:
    """Leads the consultation to a phase, things being said on the way: first the resident's, then another's."""

    def lead(phase: str) -> Consultation:
        for person in (resident, other_resident):
            a_question(person, consultation)
        if phase == table.PRESENTATION:
            return in_phase(consultation, phase)
        now = in_phase(consultation, table.CONSULTATION)
        first, second = a_contribution(resident, now), a_contribution(other_resident, now)
        a_comment(resident, second)
        a_comment(other_resident, first)
        if phase == table.CONSULTATION:
            return now
        now = in_phase(now, table.SYNTHESIS)
        a_finding(now)
        if phase == table.SYNTHESIS:
            return now
        now = in_phase(now, table.DEBATE)
        for person in (resident, other_resident):
            syntheses.comment(by=person, under=Finding.objects.with_words().get(), body="Je lis.")
        an_objection(resident, first)
        an_objection(other_resident, second)
        if phase == table.DEBATE:
            return now
        now = in_phase(now, table.DECISION)
        a_commitment(now)
        a_drafted_decision(now)
        return now if phase == table.DECISION else in_phase(now, phase)

    return lead


def everything() -> dict[str, list[object]]:
    """Every row of our own tables: sessions and the time of a last sign-in are nobody's words."""
    models = [model for model in apps.get_models() if model.__module__.startswith("cestvous.")]
    rows = {}
    for model in models:
        fields = [field.attname for field in model._meta.concrete_fields if field.attname != "last_login"]
        rows[model._meta.label] = list(model._default_manager.order_by("pk").values_list(*fields))
    return rows


def a_client(reader: Reader) -> Client:
    client = Client()
    if isinstance(reader, Person):
        client.force_login(reader)
    return client


def is_open(role: str, address: Address, when: str, state: State) -> bool:
    acts = {address.act, "decisions.rectify"} if address.act == "decisions.draft" else {address.act}
    on = address.on if address.act in OF_NOBODY else _as_seen_by(role, address.on)
    return any(table.is_open(role, act, on, when, state) for act in acts)


def _as_seen_by(role: str, on: On) -> On:
    """The first thing of each kind is the resident's, the second the other resident's."""
    owner = {On.OWN: "resident", On.ANOTHERS: "other_resident"}.get(on)
    return on if owner is None else On.OWN if role == owner else On.ANOTHERS


def send_what_is_refused(
    cast: Casting, consultation: Consultation, when: str, state: State, roles: Sequence[str] = ROLES
) -> int:
    """Send every form that the table does not open, as each of these roles; returns how many were sent."""
    sent, wrong = 0, []
    before = everything()
    for role in roles:
        client = a_client(cast(role))
        refused = [
            reverse(address.name, args=(consultation.number, *address.args))
            for address in ADDRESSES
            if not is_open(role, address, when, state)
        ]
        refused += [
            reverse(name, args=(consultation.number,))
            for name, act in LEADING_ADDRESSES.items()
            if not (role == table.AGENT and state in LEADING[act])
        ]
        refused.append(reverse(ONLY_WITHOUT_AGENTS, args=(consultation.number,)))
        refused += [
            reverse(name, args=(consultation.number, *args))
            for name, (act, args) in LEADING_THINGS.items()
            if not (role == table.AGENT and state in LEADING[act])
        ]
        for address in refused:
            response = client.post(address, EVERY_FIELD)
            sent += 1
            if response.status_code == 200 and address.endswith(EXPLAINS):
                continue
            if response.status_code not in REFUSED or (role == table.VISITOR and response.status_code == 422):
                wrong.append(f"{role}, {address}: {response.status_code}")
            elif state == State.DRAFT and role not in {table.VISITOR, *table.SEE_DRAFTS}:
                assert response.status_code == 404, (role, address)
        if everything() != before:
            after = everything()
            changed = [name for name, rows in after.items() if rows != before[name]]
            wrong.append(f"{role} changed {changed}")
            before = after
    assert not wrong, "\n".join(wrong)
    return sent


@pytest.mark.parametrize("phase", PHASES)
def test_a_form_that_is_refused_changes_nothing(
    phase: str, cast: Casting, lived: Callable[[str], Consultation]
) -> None:
    everybody = [cast(role) for role in ROLES]
    consultation = lived(phase)
    assert send_what_is_refused(cast, consultation, phase, State.PUBLISHED) > 10 * len(everybody)


@pytest.mark.parametrize("state", [State.DRAFT, State.SUSPENDED, State.CANCELLED, State.ARCHIVED])
def test_nor_does_one_sent_while_the_consultation_is_not_under_way(
    state: State, cast: Casting, lived: Callable[[str], Consultation]
) -> None:
    for role in SOME:
        cast(role)
    consultation = lived(table.CONSULTATION)
    Consultation.objects.filter(pk=consultation.pk).update(state=state)
    assert send_what_is_refused(cast, consultation, table.CONSULTATION, state, SOME) > 100


def test_only_city_agents_begin_a_draft(cast: Casting, consultation: Consultation) -> None:
    everybody = {role: cast(role) for role in ROLES}
    before = everything()
    for role, reader in everybody.items():
        if role not in table.CREATE:
            response = a_client(reader).post(reverse("prepare"), EVERY_FIELD)
            assert response.status_code in {302, 403, 404}, role
    assert everything() == before


def test_every_address_has_a_row() -> None:
    names = set[str]()
    for area in AREAS:
        urls = importlib.import_module(f"cestvous.web.{area}.urls")
        names |= set(names_within(urls.urlpatterns))
    known = (
        {address.name for address in ADDRESSES}
        | LEADING_ADDRESSES.keys()
        | LEADING_THINGS.keys()
        | ONLY_READ
        | {"prepare", ONLY_WITHOUT_AGENTS}
    )
    assert names == known
