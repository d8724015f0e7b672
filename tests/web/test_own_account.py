"""One's own account: the name one may bear, the profile, the address and the password."""

from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from cestvous.foundation.journal.models import Event
from cestvous.foundation.mandates.policy import may_be_called
from cestvous.foundation.people.models import NameKind, Person
from cestvous.foundation.territories.models import Neighbourhood
from tests.factories import PASSWORD, a_person
from tests.machinery.mail import LINK, Letterbox
from tests.web.accounts.ways_in import carried

pytestmark = pytest.mark.django_db
ADDRESS = "camille@exemple.test"


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db: None) -> None:
    cache.clear()


@pytest.mark.parametrize(
    "name",
    [
        "Mairie de Mulhouse",
        "LA  MAIRIE",
        "Le Maire",
        "Madame la maire",
        "Ville de Mulhouse",
        "Administrateur",
        "âdministratrice",
        "Claire Muller",
        "claire  müller",
        "ClaireMuller",
        "Cläire-Muller",
    ],
)
def test_a_pseudonym_can_not_pass_for_the_city_or_its_people(
    client: Client, official: Person, resident: Person, name: str
) -> None:
    asked = profile(name=name)
    assert list(client.post(reverse("account_signup"), asked).context["form"].errors["name"])
    client.force_login(resident)
    assert list(client.post(reverse("account"), asked).context["form"].errors) == ["name"]


@pytest.mark.parametrize("name", ["Lemaire", "Primaire 68", "Villedieu", "Claire", "Muller"])
def test_names_that_only_resemble_are_free(visitor: Any, official: Person, name: str) -> None:
    assert may_be_called(name, NameKind.PSEUDONYM, visitor)


def test_homonyms_may_use_their_own_name(visitor: Any, official: Person) -> None:
    assert may_be_called("Claire Muller", NameKind.OWN, visitor)
    assert may_be_called("Jean Maire", NameKind.OWN, visitor)
    assert not may_be_called("Mairie de Mulhouse", NameKind.OWN, visitor)
    assert may_be_called("Claire Muller", NameKind.PSEUDONYM, official)


def profile(**changes: str) -> dict[str, str]:
    return {"name_kind": "pseudonym", "name": "Samira B.", "neighbourhood": "", "age_band": "40-59"} | changes


def test_a_profile_is_changed_and_the_journal_knows_which_parts_only(
    client: Client, resident: Person, centre: Neighbourhood
) -> None:
    Person.objects.filter(pk=resident.pk).update(residence_proved_on="2026-01-05")
    client.force_login(resident)
    answer = client.post(reverse("account"), profile(neighbourhood=str(centre.pk)))
    assert answer.headers["Location"] == reverse("account")
    resident.refresh_from_db()
    assert (resident.name, resident.neighbourhood, resident.age_band) == ("Samira B.", centre, "40-59")
    assert resident.residence_proved_on is None
    event = Event.objects.get(kind="people.account-changed")
    assert not event.public
    assert set(event.facts) == {"name", "name_kind", "neighbourhood", "age_band", "residence_proved_on"}
    assert "Samira" not in str(event.facts)

    client.post(reverse("account"), profile(neighbourhood=str(centre.pk)))
    assert Event.objects.filter(kind="people.account-changed").count() == 1  # nothing changed, nothing happened


def test_a_completed_profile_leads_back_to_where_one_was_and_nowhere_else(client: Client, resident: Person) -> None:
    client.force_login(resident)
    for asked, leads_to in (("/fr/consultations/", "/fr/consultations/"), ("https://example.org/", reverse("account"))):
        answer = client.post(f"{reverse('account')}?{urlencode({'next': asked})}", profile())
        assert answer.headers["Location"] == leads_to


def test_a_refused_profile_keeps_what_was_typed(client: Client, resident: Person) -> None:
    client.force_login(resident)
    answer = client.post(reverse("account"), profile(name="Mairie"))
    assert answer.status_code == 422
    assert 'value="Mairie"' in answer.content.decode()


def test_the_language_is_asked_where_the_site_has_several(client: Client, resident: Person, settings: Settings) -> None:
    client.force_login(resident)
    settings.LANGUAGES = [("fr", "French")]
    assert "language" not in client.get(reverse("account")).context["form"].fields
    settings.LANGUAGES = [("fr", "French"), ("de", "German")]
    client.post(reverse("account"), profile(language="de"))
    resident.refresh_from_db()
    assert resident.language == "de"


def sign_in(client: Client, address: str) -> None:
    client.post(reverse("account_login"), {"login": address, "password": PASSWORD})


def ask_for_address(client: Client, address: str) -> None:
    """Ask for a new address, and give the password that is asked for first."""
    answer = client.post(reverse("account_email"), {"email": address, "action_add": "1"})
    client.post(answer.headers["Location"], {"password": PASSWORD})


def test_a_new_address_replaces_the_old_one_once_confirmed(client: Client, letterbox: Letterbox) -> None:
    person = a_person("Paul Schmitt", email=ADDRESS)
    sign_in(client, ADDRESS)
    new = "paul@exemple.test"
    ask_for_address(client, new)
    assert new in client.get(reverse("account_email")).content.decode()
    person.refresh_from_db()
    assert person.email == ADDRESS
    client.post(letterbox.last_link())
    person.refresh_from_db()
    assert person.email == new
    assert {to for to, _subject, _body in letterbox.received} == {ADDRESS, new}  # the old one is warned
    assert list(EmailAddress.objects.order_by("pk").values_list("email", "primary")) == [(new, True)]


def test_an_address_of_somebody_else_can_not_be_taken(client: Client) -> None:
    other = a_person("Elif Kaya", email="elif@exemple.test")
    EmailAddress.objects.filter(user=other).update(verified=False)
    person = a_person("Paul Schmitt", email=ADDRESS)
    sign_in(client, ADDRESS)
    ask_for_address(client, other.email)
    found = LINK.search(str(mail.outbox[-1].body))
    assert found is not None
    assert client.post(found[1]).status_code in (200, 302)
    person.refresh_from_db()
    assert person.email == ADDRESS


def test_what_changes_how_one_signs_in_asks_for_the_password_again(
    client: Client, resident: Person, settings: Settings
) -> None:
    settings.FRESH_SIGN_IN_MINUTES = 15
    client.force_login(resident)
    answer = client.post(reverse("account_email"), {"email": "autre@exemple.test", "action_add": "1"})
    assert answer.status_code == 403
    again = carried(answer)
    address = reverse("account_email")
    assert client.post(address, {**again, "proof-password": "autre chose"}).status_code == 422
    assert not EmailAddress.objects.filter(email="autre@exemple.test").exists()
    client.post(address, {**again, "proof-password": PASSWORD})
    assert EmailAddress.objects.filter(user=resident, email="autre@exemple.test").exists()


def test_a_password_is_changed_by_whoever_knows_it(client: Client, resident: Person) -> None:
    client.force_login(resident)
    new = "quatre ponts sur le canal"
    address = reverse("account_change_password")
    wrong = client.post(address, {"oldpassword": "autre chose", "password1": new, "password2": new})
    assert list(wrong.context["form"].errors) == ["oldpassword"]
    assert wrong.status_code == 422
    answer = client.post(address, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.headers["Location"] == reverse("mfa_index")
    resident.refresh_from_db()
    assert resident.check_password(new)
    assert mail.outbox[-1].to == [resident.email]


def test_ones_account_costs_few_queries(
    client: Client, agent: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(agent)
    with django_assert_max_num_queries(16):
        assert "chargée de participation" in client.get(reverse("account")).content.decode()
