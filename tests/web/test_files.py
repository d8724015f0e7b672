"""Files on the site: served to those who see what shows them, and never lost by a form that is refused."""

from html import unescape

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils.datastructures import MultiValueDict
from pytest_django import Settings

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.files.actions import Joined, attach, withdraw
from cestvous.foundation.files.models import File
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source, Standing
from cestvous.kernel import clock
from cestvous.kernel.references import Reference
from cestvous.procedure.consultations.actions import create
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.fields import field_of
from cestvous.web.files.address import address_of, small_address_of
from cestvous.web.files.fields import FilesField
from cestvous.web.guards import DOCUMENT, PICTURE
from tests.factories import a_preparation, phase_starts
from tests.factories.files import PDF, a_file_of, a_received_file, an_upload, picture_bytes
from tests.web.browsing import signed_in

pytestmark = pytest.mark.django_db


class JoiningForm(forms.Form):
    """A form with files, as any owner's."""

    title = forms.CharField()
    joined = FilesField(most=3, with_credit=True)

    def __init__(
        self,
        data: dict[str, str] | None = None,
        uploads: dict[str, SimpleUploadedFile] | None = None,
        *,
        by: Person,
        owner: Reference | None = None,
    ) -> None:
        super().__init__(data, MultiValueDict({name: [sent] for name, sent in uploads.items()}) if uploads else None)
        field_of(self, "joined", FilesField).open_for(by, owner)


def served(client: Client, address: str, status: int = 200, **headers: str) -> HttpResponse:
    """What an address answers, read to its end."""
    answer = client.get(address, headers=headers)
    assert answer.status_code == status
    return HttpResponse(answer.getvalue(), headers=answer.headers)


def drawn(form: forms.BaseForm) -> str:
    return unescape(str(form["joined"]))


def test_a_picture_is_shown_and_a_document_is_to_be_kept(
    client: Client, consultation: Consultation, agent: Person
) -> None:
    picture = a_file_of(consultation, agent, "vue.png", picture_bytes("PNG", (1_000, 500)), "La place")
    document = a_file_of(consultation, agent, "Plan d'été.pdf")
    seen = served(client, address_of(picture))
    assert seen.headers["Content-Type"] == "image/webp"
    assert seen.headers["Content-Disposition"].startswith("inline")
    kept = served(client, address_of(document))
    assert kept.content == PDF
    assert kept.headers["Content-Disposition"] == "attachment; filename*=utf-8''Plan%20d%27%C3%A9t%C3%A9.pdf"
    small = served(client, small_address_of(picture))
    for answer, policy in ((seen, PICTURE), (kept, DOCUMENT), (small, PICTURE)):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == policy
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert "Set-Cookie" not in answer.headers


def test_what_has_not_changed_is_not_sent_again(client: Client, consultation: Consultation, agent: Person) -> None:
    file = a_file_of(consultation, agent)
    etag = served(client, address_of(file)).headers["ETag"]
    assert not served(client, address_of(file), 304, **{"If-None-Match": etag}).content


def test_another_name_leads_to_the_right_one(client: Client, consultation: Consultation, agent: Person) -> None:
    file = a_file_of(consultation, agent)
    answer = client.get(address_of(file).replace("plan.pdf", "virement.exe"))
    assert (answer.status_code, answer.headers["Location"]) == (302, address_of(file))
    assert client.get(small_address_of(file) + "x").status_code == 302


def test_nothing_is_served_that_is_not_there(client: Client) -> None:
    assert client.get("/fichiers/0123/plan.pdf").status_code == 404
    assert client.post("/fichiers/0123/plan.pdf").status_code == 405


def test_a_drafts_files_are_for_those_who_prepare_it(
    client: Client, resident: Person, agent: Person, other_agent: Person, consultation: Consultation
) -> None:
    draft = create(by=agent, preparation=a_preparation([agent.mandates.get()]), starts=phase_starts())
    file = a_file_of(draft, agent)
    for browser in (client, signed_in(resident)):
        assert browser.get(address_of(file)).status_code == 404
    for person in (agent, other_agent):
        answer = served(signed_in(person), address_of(file))
        assert "private" in answer.headers["Cache-Control"]


def test_what_is_received_is_its_authors_alone(
    client: Client, resident: Person, neighbour: Person, agent: Person, administrator: Person
) -> None:
    file = a_received_file(resident)
    for browser in (client, signed_in(neighbour), signed_in(agent), signed_in(administrator)):
        assert browser.get(address_of(file)).status_code == 404
    answer = served(signed_in(resident), address_of(file))
    assert "private" in answer.headers["Cache-Control"]


def test_after_withdrawal_nothing_is_served(client: Client, consultation: Consultation, agent: Person) -> None:
    file = a_file_of(consultation, agent)
    withdraw(file=file, at=clock.now())
    for browser in (client, signed_in(agent)):
        assert browser.get(address_of(file)).status_code == 404


@pytest.mark.parametrize("standing", [Standing.WITHDRAWN, Standing.HIDDEN, Standing.ERASED])
def test_the_files_of_a_text_that_is_not_shown_are_not_either(
    client: Client, contribution: Contribution, resident: Person, standing: Standing
) -> None:
    (file,) = attach(
        by=resident, to=contribution.source.reference, joined=[Joined(a_received_file(resident))], at=clock.now()
    )
    served(client, address_of(file))
    if standing == Standing.WITHDRAWN:
        contributions.withdraw(by=resident, contribution=contribution)
    else:
        Source.objects.filter(pk=contribution.source_id).update(standing=standing)
    assert client.get(address_of(file)).status_code == 404


def test_a_kind_of_owner_that_nobody_declared_shows_nothing(client: Client, resident: Person) -> None:
    (file,) = attach(by=resident, to=Reference("dream", 1), joined=[Joined(a_received_file(resident))], at=clock.now())
    assert client.get(address_of(file)).status_code == 404


def test_a_refused_form_shows_again_what_it_received(resident: Person) -> None:
    sent = {"joined-0-description": "Le plan", "joined-0-credit": "Service voirie"}
    form = JoiningForm(sent, {"joined-0-file": an_upload()}, by=resident)
    assert not form.is_valid()
    file = File.objects.get()
    assert f'name="joined-0-held" value="{file.identifier}"' in drawn(form)
    assert "Service voirie" in drawn(form)
    again = JoiningForm({"title": "x", **sent, "joined-0-held": file.identifier}, by=resident)
    assert again.is_valid()
    assert again.cleaned_data["joined"] == [Joined(file, "Le plan", "Service voirie")]


def test_only_the_description_is_asked_again(resident: Person) -> None:
    form = JoiningForm({"title": "x"}, {"joined-0-file": an_upload("vue.png", picture_bytes())}, by=resident)
    assert not form.is_valid()
    assert "vue.webp" in str(form.errors["joined"])
    assert File.objects.get().identifier in drawn(form)
    held = {"title": "x", "joined-0-held": File.objects.get().identifier, "joined-0-description": "La rue"}
    assert JoiningForm(held, by=resident).is_valid()


def test_what_is_wrong_with_one_file_is_said_beside_it(resident: Person) -> None:
    uploads = {"joined-0-file": an_upload(), "joined-1-file": an_upload("a.exe")}
    form = JoiningForm({"title": "x"}, uploads, by=resident)
    assert not form.is_valid()
    assert "a.exe" in drawn(form)
    assert "plan.pdf" in drawn(form)
    assert File.objects.count() == 1


def test_another_ones_file_is_not_held(resident: Person, neighbour: Person) -> None:
    file = a_received_file(neighbour)
    form = JoiningForm({"title": "x", "joined-0-held": file.identifier, "joined-1-held": "\0é" * 90}, by=resident)
    assert form.is_valid()
    assert form.cleaned_data["joined"] == []
    assert file.identifier not in drawn(form)


def test_a_file_can_be_taken_out_or_replaced(resident: Person) -> None:
    first, second = a_received_file(resident), a_received_file(resident)
    sent = {"title": "x", "joined-0-held": first.identifier, "joined-0-out": "on", "joined-1-held": second.identifier}
    form = JoiningForm(sent, {"joined-1-file": an_upload("autre.pdf")}, by=resident)
    assert form.is_valid()
    assert [one.file.name for one in form.cleaned_data["joined"]] == ["autre.pdf"]
    assert File.objects.received_from(resident).count() == 1


def test_a_form_opens_with_what_its_owner_shows(consultation: Consultation, agent: Person, other_agent: Person) -> None:
    file = a_file_of(consultation, agent)
    form = JoiningForm(by=other_agent, owner=file.owner)
    assert f'value="{file.identifier}"' in drawn(form)
    assert form.is_multipart()
    sent = {"title": "x", "joined-0-held": file.identifier, "joined-0-description": "Autre"}
    known = JoiningForm(sent, by=other_agent, owner=file.owner)
    assert known.is_valid()
    assert known.cleaned_data["joined"] == [Joined(file, "Autre")]


def test_a_form_too_heavy_is_refused_before_it_is_read(resident: Person, settings: Settings) -> None:
    settings.UPLOAD_MEGABYTES = 0
    answer = signed_in(resident).post("/fr/compte/", {"joined-0-file": an_upload()})
    assert answer.status_code == 400
