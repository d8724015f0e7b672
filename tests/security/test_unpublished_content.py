"""What is not published yet leaks through no page, register or download."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import SetAsideReason
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import a_consultation, a_contribution, a_finding, a_person, a_sealed_journal, in_phase
from tests.policy.access import READING
from tests.web.taking_away import Life

pytestmark = pytest.mark.django_db
DOWNLOAD = "/fr/registre/telecharger/"


def _read(client: Client, address: str) -> str:
    return b"".join(client.get(address)).decode()


def test_the_register_says_what_is_set_aside_only_once_the_synthesis_is_published(
    client: Client, agent: Person, resident: Person, other_resident: Person, consultation: Consultation
) -> None:
    consultation = in_phase(consultation, "consultation")
    said, cited = a_contribution(resident, consultation), a_contribution(other_resident, consultation)
    consultation = in_phase(consultation, "synthesis")
    finding = a_finding(consultation)
    syntheses.cite(by=agent, finding=finding, source=cited.source)
    syntheses.set_aside(
        by=agent,
        activity=finding.activity,
        sources=[said.source],
        reason=SetAsideReason.OFF_TOPIC,
        words="Autre sujet.",
    )
    a_sealed_journal()
    assert "off_topic" not in _read(client, DOWNLOAD)
    address = f"/fr/consultations/{consultation.number}/contributions/{said.number}/"
    for page in (address, f"{address}suite/", "/fr/registre/"):
        assert "Autre sujet." not in _read(client, page)
    syntheses.publish(by=agent, activity=finding.activity)
    a_sealed_journal()
    assert "off_topic" in _read(client, DOWNLOAD)
    assert "Autre sujet." in _read(client, f"{address}suite/")


@pytest.mark.parametrize("who", ["visitor", "resident", "administrator", "conciliator"])
def test_a_draft_consultation_exists_at_no_address(
    client: Client, request: pytest.FixtureRequest, agent: Person, official: Person, who: str
) -> None:
    draft_consultation = a_consultation(agent, official, published=False)
    person = request.getfixturevalue(who)
    if isinstance(person, Person):
        client.force_login(person)
    number = draft_consultation.number
    for below in (
        "", "procedure/", "contributions/", "contributions/ecrire/", "contributions/1/", "contributions/1/suite/",
        "questions/", "questions/poser/", "synthese/", "synthese/ecarts/", "synthese/objections/", "synthese/atelier/",
        "decision/", "decision/redaction/", "decision/signer/",
        "emporter/", "emporter/tout.jsonl", "emporter/contributions.csv", "emporter/calendrier.ics",
        "emporter/nouvelles.atom", "synthese/synthese.pdf", "synthese/versions/1/synthese.docx",
        "decision/decision.pdf", "decision/version-1/decision.docx",
    ):  # fmt: skip
        answer = client.get(f"/fr/consultations/{number}/{below}")
        assert answer.status_code in ({404} if isinstance(person, Person) else {302, 404}), below
    for page in ("/fr/", "/fr/consultations/", "/fr/registre/", "/fr/nouvelles.atom", DOWNLOAD):
        assert draft_consultation.title not in _read(client, page)


def _addresses_of(consultation: Consultation) -> Iterator[str]:
    """Every page, feed and file of it, and those of the city that may tell of it; none of what draws a file."""
    for page in READING:
        if not page.name.endswith("_file"):
            args = [consultation.slug if part == "slug" else part for part in page.args]
            yield reverse(page.name, args=[consultation.number, *args])
    for n in (2, 3, 4, 5):
        for name in ("contribution", "contribution_version", "contribution_chain", "question", "finding", "objection"):
            yield reverse(name, args=[consultation.number, n, *([1] if name.endswith("version") else [])])
    for name in ("home", "consultations", "journal", "journal_download", "city_news", "city_commitments"):
        yield reverse(name)


def _listed() -> Iterator[str]:
    """The tables that the administrator looks at, and the last row of each."""
    reverse("admin:index")
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        for pk in model._default_manager.order_by("-pk").values_list("pk", flat=True)[:1]:
            yield reverse(f"{name}_change", args=[pk])


# The library asks what Django 6 will take for granted.
@pytest.mark.filterwarnings("ignore:The default scheme")
def test_no_draft_and_no_withdrawn_or_hidden_words_are_read_anywhere_by_those_who_did_not_write_them(
    consultation: Consultation, resident: Person, other_resident: Person, neighbour: Person, council_member: Person,
    administrator: Person,
) -> None:  # fmt: skip
    """Pages, versions, feeds, exports, pieces for scripts, what searches find, and the administration."""
    life = Life(
        consultation,
        resident,
        other_resident,
        neighbour,
        a_person("Odile Discrète", neighbourhood=resident.neighbourhood),
    )
    readers = {"visitor": Client(), "council_member": Client(), "administrator": Client()}
    readers["council_member"].force_login(council_member)
    readers["administrator"].force_login(administrator)
    for stage in Life.STAGES:
        stage(life)
        a_sealed_journal()
        found = [f"{reverse('contributions', args=[consultation.number])}?q={words}" for words in life.secrets]
        found += [f"{reverse('resembling_contributions', args=[consultation.number])}?title={w}" for w in life.secrets]
        for role, client in readers.items():
            looked_at = [*_addresses_of(life.consultation), *(_listed() if role == "administrator" else ())]
            for address in looked_at:
                content = _read(client, address)
                leaked = [words for words in life.secrets if words in content]
                assert not leaked, (stage.__name__, role, address, leaked)
            for address in found:
                # The words that were asked for stand in the page: what they lead to does not.
                assert "contributions/2/" not in _read(client, address), (role, address)
