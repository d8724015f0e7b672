"""The administrator looks, at what holds no opinion and no address, and changes nothing."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from cestvous.foundation.people.models import Person
from cestvous.kernel.admin import ReadOnlyAdmin
from tests.factories import PASSWORD, a_neighbourhood

pytestmark = pytest.mark.django_db
# Whose political opinions, addresses and ways in these are.
NEVER_SHOWN = {
    "contributions.position", "discussions.endorsement", "people.person", "authors.author", "account.emailaddress",
    "account.emailconfirmation", "sessions.session", "decisions.answer", "decisions.decisionversion",
}  # fmt: skip


def test_every_page_of_the_admin_site_is_read_only(client: Client) -> None:
    reverse("admin:index")
    assert all(isinstance(page, ReadOnlyAdmin) for page in admin.site._registry.values())
    assert not NEVER_SHOWN & {model._meta.label_lower for model in admin.site._registry}


def test_the_administrator_cannot_mark_an_address_as_verified(
    client: Client, administrator: Person, resident: Person
) -> None:
    EmailAddress.objects.filter(user=resident).update(verified=False)
    address = EmailAddress.objects.get(user=resident)
    client.force_login(administrator)
    asked = {"action": "make_verified", "_selected_action": str(address.pk)}
    assert client.post("/administration/account/emailaddress/", asked).status_code == 404
    address.refresh_from_db()
    assert not address.verified


def test_there_is_no_door_where_attempts_are_not_counted(client: Client, administrator: Person) -> None:
    for door in ("/administration/", "/administration/login/"):
        answer = client.post(door, {"username": administrator.email, "password": PASSWORD}, follow=True)
        assert answer.resolver_match.url_name == "account_login"
        assert not answer.wsgi_request.user.is_authenticated


def test_administrators_sign_in_where_everybody_does_and_nobody_else_comes_in(
    client: Client, administrator: Person, resident: Person
) -> None:
    EmailAddress.objects.create(user=administrator, email=administrator.email, verified=True, primary=True)
    entrance = client.get("/administration/", follow=True).redirect_chain[-1][0]
    assert entrance == f"{reverse('account_login')}?next=%2Fadministration%2F"
    answer = client.post(entrance, {"login": administrator.email, "password": PASSWORD})
    assert answer["Location"] == "/administration/"
    assert client.get(answer["Location"]).status_code == 200
    client.force_login(resident)
    assert client.get("/administration/", follow=True).status_code == 403


def test_no_script_of_the_admin_site_makes_html_of_strings(client: Client, administrator: Person) -> None:
    """Our pages forbid it, and of a site where nothing is filled in none is missed."""
    client.force_login(administrator)
    place = a_neighbourhood("Drouot", 5_100)
    for address in ("", "territories/neighbourhood/", f"territories/neighbourhood/{place.pk}/change/"):
        answer = client.get(f"/administration/{address}")
        assert answer.status_code == 200, address
        assert "jquery" not in answer.content.decode(), address
        assert "change_form.js" not in answer.content.decode(), address
