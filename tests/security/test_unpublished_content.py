"""What is not published yet leaks through no page, register or download."""

import pytest
from django.test import Client

from cestvous.activities.syntheses import actions as syntheses
from cestvous.activities.syntheses.models import SetAsideReason
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import a_consultation, a_contribution, a_finding, a_sealed_journal, in_phase

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
