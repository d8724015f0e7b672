"""Downloading everything that is kept about oneself: whole, one's own alone, and nothing left behind."""

import io
import json
import zipfile
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cestvous.foundation.authors.models import Author
from cestvous.foundation.outbox.actions import write
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel.personal_data import DECLARED_FOR_LIBRARIES, KeptFor
from cestvous.procedure.consultations.models import Consultation
from cestvous.web.privacy.archive import zipped
from cestvous.web.privacy.holdings import HELD, LEFT_OUT, SECRETS
from cestvous.web.privacy.record import ABOUT
from tests.factories import PASSWORD
from tests.institutions.leaving import EMAIL, GOES, Leaver, somebody_who_signs_up, who_says_everything
from tests.machinery.mail import Letterbox
from tests.web.browsing import read, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver(
    letterbox: Letterbox, drouot: Neighbourhood, consultation: Consultation, agent: Person, other_resident: Person
) -> Leaver:
    call_command("createcachetable", verbosity=0)
    person, client = somebody_who_signs_up(drouot, letterbox)
    return who_says_everything(person, client, consultation, agent, other_resident)


def downloaded(client: Client) -> zipfile.ZipFile:
    answer: Any = client.post(reverse("download_my_data"))
    assert answer.status_code == 200
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
    assert packed.testzip() is None
    return packed


def tables(packed: zipfile.ZipFile) -> dict[str, list[dict[str, Any]]]:
    told = [json.loads(packed.read(name)) for name in packed.namelist() if name.endswith(".json")]
    return {table["table"]: table["rows"] for table in told}


def _personal() -> set[str]:
    ours = (model for model in apps.get_models() if "personal" in model.__dict__)
    return {model._meta.label for model in ours if model.__dict__["personal"].fields} | DECLARED_FOR_LIBRARIES.keys()


def test_every_table_with_personal_data_is_in_the_archive_or_left_out_with_a_reason() -> None:
    assert _personal() <= HELD.keys() | LEFT_OUT.keys()
    assert not HELD.keys() & LEFT_OUT.keys()
    assert all(LEFT_OUT.values())
    assert LEFT_OUT.keys() <= _personal()


def test_every_declaration_says_what_it_is_kept_for() -> None:
    ours = [model.__dict__["personal"] for model in apps.get_models() if "personal" in model.__dict__]
    for declared in [*ours, *DECLARED_FOR_LIBRARIES.values()]:
        assert (declared.kept_for is not None) == bool(declared.fields), declared
    assert ABOUT.keys() == set(KeptFor)


def test_the_archive_holds_all_that_somebody_left(leaver: Leaver) -> None:
    packed = downloaded(leaver.client)
    held = tables(packed)
    assert held.keys() == HELD.keys()
    (account,) = held["people.Person"]
    assert (account["email"], account["age_band"]) == (EMAIL, "40-59")
    bodies = {row["body"] for row in held["sources.Version"]}
    assert {
        f"Mots {GOES}",
        f"Mots {GOES}, encore",
        f"Repris {GOES}",
        f"Parce que {GOES}",
        "Des jardins partout.",
    } <= bodies
    for label in ("contributions.Position", "discussions.Endorsement", "drafts.Draft", "organisations.Representative",
                  "outbox.Letter", "sessions.Session", "journal.Event", "syntheses.Objection"):  # fmt: skip
        assert held[label], label
    files = [name for name in packed.namelist() if name.startswith("fichiers/")]
    assert len(files) == 3
    contents = packed.read("index.html").decode()
    pages = [name for name in packed.namelist() if name.startswith("pages/")]
    assert pages
    assert all(f'href="{name}"' in contents for name in pages)
    readable = "".join(packed.read(name).decode() for name in pages)
    assert {word for word in (EMAIL, f"Mots {GOES}, encore", f"Brouillon {GOES}") if word not in readable} == set()


def test_nothing_in_the_archive_opens_the_account_or_is_anothers(leaver: Leaver, other_resident: Person) -> None:
    packed = downloaded(leaver.client)
    leaver.person.refresh_from_db()
    everything = "".join(packed.read(name).decode("latin-1") for name in packed.namelist())
    assert leaver.person.password not in everything
    session = leaver.client.session.session_key
    assert session
    assert session not in everything
    assert "Une autre voix" not in everything
    assert other_resident.email not in everything
    assert not SECRETS["people.Person"] & tables(packed)["people.Person"][0].keys()


def test_words_in_it_are_text_in_a_browser(resident: Person) -> None:
    Person.objects.filter(pk=resident.pk).update(name="<script>alert(1)</script>")
    packed = downloaded(_fresh(resident))
    readable = "".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".html"))
    assert "<script>alert" not in readable
    assert "&lt;script&gt;alert" in readable


def _fresh(person: Person) -> Client:
    client = signed_in(person)
    client.post(reverse("account_reauthenticate"), {"proof-asked": "send", "proof-password": PASSWORD})
    return client


def test_no_link_gives_it_to_anybody_and_no_cache_keeps_it(
    resident: Person, other_resident: Person, settings: Settings
) -> None:
    settings.FRESH_SIGN_IN_MINUTES = 15
    address = reverse("download_my_data")
    assert Client().post(address).headers["Location"].startswith(reverse("account_login"))
    asked = signed_in(resident).post(address)
    assert asked.status_code == 403
    assert "application/zip" not in asked.headers["Content-Type"]
    client = _fresh(resident)
    assert client.get(address).status_code == 405
    answer: Any = client.post(address)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    b"".join(answer)
    others = tables(downloaded(_fresh(other_resident)))
    assert [row["name"] for row in others["people.Person"]] == [other_resident.name]
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(resident)
    assert forged.post(address).status_code == 403


def test_a_zip_is_made_piece_by_piece() -> None:
    given: list[int] = []

    def pieces() -> Any:
        for number in range(50):
            given.append(number)
            yield bytes(100_000)

    made = zipped([("a", pieces()), ("b", [b"fin"])])
    first = next(made)
    assert given == [0]
    whole = zipfile.ZipFile(io.BytesIO(first + b"".join(made)))
    assert whole.read("b") == b"fin"
    assert len(whole.read("a")) == 5_000_000


def test_an_address_that_one_only_typed_gives_nothing_of_whom_it_belongs_to(
    resident: Person, other_resident: Person
) -> None:
    EmailAddress.objects.create(user=resident, email=other_resident.email, verified=False)
    for to in (other_resident.email, resident.email):
        write(EmailMessage("Nouveau mot de passe", f"https://ville.test/cle-secrete-de-{to}", to=[to]))
    packed = downloaded(_fresh(resident))
    letters = tables(packed)["outbox.Letter"]
    assert [letter["recipient"] for letter in letters] == [resident.email]
    everything = "".join(packed.read(name).decode("latin-1") for name in packed.namelist())
    assert "cle-secrete" not in everything, "a link opens the account to whoever reads the archive"


def test_pages_lead_there(resident: Person) -> None:
    client = signed_in(resident)
    assert reverse("my_data") in read(client, reverse("account"))
    mine = read(client, reverse("my_data"))
    assert reverse("download_my_data") in mine
    assert reverse("erase_account") in mine


def test_the_record_of_processing_names_every_table_that_is_about_somebody(client: Client) -> None:
    shown = read(client, reverse("processing_record"))
    answer: Any = client.get(reverse("processing_table"))
    table = b"".join(answer).decode()
    for label in _personal():
        declared = DECLARED_FOR_LIBRARIES.get(label) or apps.get_model(label).__dict__["personal"]
        assert str(declared.about) in table
        assert all(str(words) in table for words in declared.fields.values())
        assert str(declared.kept) in table
    assert "Délégué à la protection des données" in shown
    assert reverse("processing_record") in read(client, reverse("privacy"))


def test_reading_what_is_kept_makes_nothing(resident: Person) -> None:
    client = _fresh(resident)
    read(client, reverse("erase_account"))
    downloaded(client)
    assert not Author.objects.filter(person=resident).exists()
