"""The synthesis and the decision as files: whole, accessible, the same as the pages, and nothing that pages hide."""

from itertools import pairwise

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx.oxml.ns import qn

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution
from cestvous.activities.syntheses.models import Citation, Finding
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source, Version
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.procedure.consultations.models import Consultation
from tests.factories import (
    a_closed_debate,
    a_consultation,
    a_person,
    a_published_synthesis,
    a_signed_decision,
    in_phase,
)
from tests.web.browsing import page, read, signed_in
from tests.web.documents.opening import document, fetched, led_to, opened, references, tags, words, written
from tests.web.taking_away import Life

pytestmark = pytest.mark.django_db
FILES = ("synthesis_file", "decision_file")
ENDINGS = ("pdf", "docx")


@pytest.fixture
def life(
    consultation: Consultation, resident: Person, other_resident: Person, neighbour: Person, drouot: Neighbourhood
) -> Life:
    return Life(consultation, resident, other_resident, neighbour, a_person("Odile Discrète", neighbourhood=drouot))


def read_by(content: bytes, ending: str) -> str:
    return words(content) if ending == "pdf" else written(content)


@pytest.mark.parametrize("name", FILES)
def test_a_pdf_is_one_that_a_screen_reader_can_read(client: Client, life: Life, name: str) -> None:
    life.whole()
    content = fetched(client, name, life.consultation.number, "pdf")
    with opened(content) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.Outlines.Count
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == life.consultation.title
            assert "Mulhouse" in about["dc:creator"]
    found = tags(content)
    assert {"/Document", "/H1", "/H2", "/P", "/Link", "/L", "/LI", "/Table", "/TH /Column", "/TD"} <= set(found)
    levels = [int(tag[2:]) for tag in found if tag.startswith("/H") and tag[2:].isdigit()]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert "/TH" not in found


def test_the_synthesis_says_what_its_page_says_with_numbered_references(client: Client, life: Life) -> None:
    life.whole()
    number = life.consultation.number
    content = fetched(client, "synthesis_file", number, "pdf")
    text = words(content)
    for said in (
        "De l'ombre et de l'eau", "On demande de l'ombre et de l'eau.", "« à l'ombre »", "ÉCART-ÉBAUCHÉ",
        "Je parlais de l'eau aussi.", "Vous avez raison.", "Ne répond pas à la question", "Nadia Weber",
        "Samira Benali", "La décision répond : Adopté.", "page 1 /",
    ):  # fmt: skip
        assert said in text
    cited = Citation.objects.filter(finding_version__current_of__isnull=False)
    sources = cited.values("source").distinct().count()
    assert sources > 0
    assert references(text) == references(written(fetched(client, "synthesis_file", number, "docx")))
    assert references(text) == list(range(1, sources + 1))
    addresses = led_to(content)
    assert f"{settings.SITE_URL}{page('contribution', number, 1)}" in addresses
    assert all(address.startswith(f"{settings.SITE_URL}/fr/") for address in addresses)


def test_the_decision_sets_each_finding_face_to_face_with_its_answer(client: Client, life: Life) -> None:
    life.whole()
    number = life.consultation.number
    content = fetched(client, "decision_file", number, "pdf")
    text = words(content)
    signed_by = life.consultation.sponsor
    assert signed_by is not None
    for said in (
        "De l'ombre et de l'eau",
        "RÉPONSE-ÉBAUCHÉE",
        "ENGAGEMENT-ÉBAUCHÉ",
        signed_by.person.name,
        "conseil municipal",
    ):
        assert said in text
    assert references(text) == [1, 2]
    assert f"{settings.SITE_URL}{page('commitment', number, 1)}" in led_to(content)
    table = document(fetched(client, "decision_file", number, "docx")).tables[1]
    assert [cell.text.replace("\u00a0", " ") for cell in table.rows[0].cells] == [
        "Ce que dit la synthèse",
        "Ce que répond la ville : Adopté",
    ]
    assert "On demande de l'ombre" in table.rows[1].cells[0].text
    assert "RÉPONSE-ÉBAUCHÉE" in table.rows[1].cells[1].text


@pytest.mark.parametrize("name", FILES)
def test_a_word_file_has_real_styles_and_says_its_language(client: Client, life: Life, name: str) -> None:
    life.whole()
    word = document(fetched(client, name, life.consultation.number, "docx"))
    assert word.core_properties.title == life.consultation.title
    assert (word.core_properties.author, word.core_properties.language) == ("Mulhouse", "fr")
    styles = {row.style.name for row in word.paragraphs if row.style}
    assert {"Title", "Heading 1", "Heading 2", "Caption", "Body Text 2"} <= styles
    assert {row.get(qn("w:val")) for row in word.styles.element.iter(qn("w:lang"))} == {"fr-FR"}
    assert word.tables
    for table in word.tables:
        assert table._tbl.tr_lst[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    fields = "".join(row.text or "" for row in word.sections[0].footer._element.iter(qn("w:instrText")))
    assert "PAGE" in fields
    assert "NUMPAGES" in fields
    marks = {row.get(qn("w:name")) for row in word.element.body.iter(qn("w:bookmarkStart"))}
    led = {row.get(qn("w:anchor")) for row in word.element.body.iter(qn("w:hyperlink"))} - {None}
    assert led
    assert led <= marks


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", FILES)
def test_nothing_that_is_not_public_is_in_a_file(client: Client, life: Life, name: str, ending: str) -> None:
    address = page(name, life.consultation.number, ending)
    for stage in life.STAGES:
        stage(life)
        answer = client.get(address)
        if answer.status_code == 404:
            continue
        text = read_by(answer.content, ending)
        assert not [secret for secret in life.secrets if secret in text], stage.__name__
    assert answer.status_code == 200


@pytest.mark.parametrize("ending", ENDINGS)
def test_words_taken_back_leave_the_file_with_what_happened(client: Client, life: Life, ending: str) -> None:
    life.whole()
    address = page("synthesis_file", life.consultation.number, ending)
    before = client.get(address)
    assert "=1+2" in read_by(before.content, ending)
    first = Contribution.objects.select_related("source", "activity__consultation").get(number=1)
    contributions.withdraw(by=life.resident, contribution=first)
    after = client.get(address, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    text = read_by(after.content, ending)
    assert "=1+2" not in text
    assert "« à l'ombre »" not in text
    assert "retiré" in text.lower()
    assert references(text) == references(read_by(before.content, ending))


def test_an_earlier_version_is_as_it_was_and_says_where_the_present_one_is(client: Client, life: Life) -> None:
    life.whole()
    number = life.consultation.number
    text = words(fetched(client, "synthesis_version_file", number, 1, "pdf"))
    assert "CONSTAT-ÉBAUCHÉ" in text
    assert "De l'ombre et de l'eau" not in text
    assert "Vous avez raison" not in text
    assert "révisée depuis" in text
    assert client.get(page("synthesis_version_file", number, 3, "pdf")).status_code == 404
    assert client.get(page("decision_version_file", number, 2, "pdf")).status_code == 404


@pytest.mark.parametrize("ending", ENDINGS)
def test_there_is_no_file_before_publication_nor_in_another_form(
    client: Client, consultation: Consultation, ending: str
) -> None:
    for phase in ("consultation", "synthesis"):
        consultation = in_phase(consultation, phase)
        for name in FILES:
            assert client.get(page(name, consultation.number, ending)).status_code == 404
    a_published_synthesis(consultation)
    assert client.get(page("synthesis_file", consultation.number, ending)).status_code == 200
    assert client.get(page("decision_file", consultation.number, ending)).status_code == 404
    assert client.get(page("synthesis_file", consultation.number, "odt")).status_code == 404
    assert client.get(page("synthesis_file", 999, ending)).status_code == 404


def test_nobody_takes_a_file_of_a_draft_consultation(agent: Person, official: Person) -> None:
    draft = a_consultation(agent, official, published=False)
    for client in (Client(), signed_in(agent)):
        assert client.get(page("synthesis_file", draft.number, "pdf")).status_code == 404


@pytest.mark.parametrize("name", FILES)
def test_a_second_request_draws_nothing_and_everybody_gets_the_same(
    client: Client, life: Life, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    life.whole()
    address = page(name, life.consultation.number, "pdf")
    first = client.get(address)
    assert first["Content-Type"] == "application/pdf"
    assert first["Content-Disposition"].endswith('.pdf"')
    monkeypatch.setattr("cestvous.web.documents.pdf.subprocess", None)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert signed_in(life.resident).get(address).content == first.content
    assert client.head(address)["ETag"] == first["ETag"]


@pytest.mark.parametrize("name", FILES)
def test_a_file_costs_the_same_queries_however_much_was_cited(client: Client, life: Life, name: str) -> None:
    life.whole()
    address = page(name, life.consultation.number, "pdf")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    version = Finding.objects.with_words().get().words
    for source in Source.objects.select_related("current").order_by("pk"):
        Citation.objects.get_or_create(finding_version=version, source=source, version=source.words, passage=None)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few) <= 16


def test_pages_lead_to_the_files_that_exist(client: Client, consultation: Consultation) -> None:
    number = consultation.number

    def offered(name: str, *args: object) -> list[str]:
        text = read(client, page(name, number, *args))
        kinds = ("synthese.pdf", "synthese.docx", "decision.pdf", "decision.docx")
        return [kind for kind in kinds if f'/{kind}"' in text]

    assert offered("takeaway") == offered("synthesis") == offered("decision") == []
    a_published_synthesis(in_phase(consultation, "synthesis"))
    a_closed_debate(in_phase(consultation, "debate"))
    a_signed_decision(in_phase(consultation, "decision"))
    assert offered("takeaway") == ["synthese.pdf", "synthese.docx", "decision.pdf", "decision.docx"]
    assert offered("synthesis") == offered("synthesis_version", 1) == ["synthese.pdf", "synthese.docx"]
    assert offered("decision") == offered("decision_version", 1) == ["decision.pdf", "decision.docx"]


def test_a_title_that_ends_with_its_own_mark_gets_no_full_stop(client: Client, life: Life) -> None:
    life.whole()
    Version.objects.filter(source__contribution__number=1).update(title="Et nos trottoirs ?")
    text = words(fetched(client, "synthesis_file", life.consultation.number, "pdf"))
    assert "trottoirs" in text
    assert "?." not in text
