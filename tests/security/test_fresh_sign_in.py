"""Before a grave act one shows that it is still oneself, and loses nothing of what was typed."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cestvous.activities.decisions.models import DecisionVersion
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import PASSWORD, asking, in_phase
from tests.web.accounts.ways_in import Phone, carried, sign_in, ways_of
from tests.web.browsing import page

pytestmark = pytest.mark.django_db
REASON = "Une erreur s'est glissée dans « l'échéancier » : <b>2027</b> & non 2026."


@pytest.fixture(autouse=True)
def _asked_for(db: None, settings: Settings) -> None:
    settings.FRESH_SIGN_IN_MINUTES = 15
    cache.clear()


def a_while_ago(client: Client, minutes: int = 16) -> None:
    """As if all that this session was shown had been shown before."""
    session = client.session
    for shown in session["account_authentication_methods"]:
        shown["at"] -= minutes * 60
    session.save()


def test_whoever_has_just_signed_in_is_not_asked(agent: Person, resident: Person) -> None:
    client = sign_in(agent)
    subject = asking(resident)
    assert client.post(reverse("representative", args=[subject.pk]))["Location"] == reverse("representatives")


def test_what_was_sent_is_kept_and_goes_on_once_they_have_shown_it(
    agent: Person, official: Person, consultation: Consultation
) -> None:
    decided = in_phase(consultation, "follow-up")
    client = sign_in(agent)
    a_while_ago(client)
    address = page("begin_rectification", decided.number)
    assert client.get(address).status_code == 200, "reading asks for nothing"
    asked = client.post(address, {"reason": REASON})
    assert asked.status_code == 403
    assert asked["Cache-Control"] == "no-store"
    assert carried(asked)["reason"] == REASON
    versions = DecisionVersion.objects.count()

    wrong = client.post(address, {**carried(asked), "proof-password": "autre chose"})
    assert wrong.status_code == 422
    assert carried(wrong)["reason"] == REASON
    assert "autre chose" not in wrong.content.decode()
    assert DecisionVersion.objects.count() == versions

    key_before = client.session.session_key
    done = client.post(address, {**carried(wrong), "proof-password": PASSWORD})
    assert done["Location"] == page("decision_desk", decided.number)
    assert DecisionVersion.objects.count() == versions + 1
    assert DecisionVersion.objects.order_by("-number").first().reason == REASON  # type: ignore[union-attr]
    assert client.session.session_key != key_before
    assert client.post(address, {"reason": REASON}).status_code != 403, "and is not asked again"


def test_it_is_shown_by_a_code_as_well(resident: Person) -> None:
    phone = Phone.of(resident)
    client = sign_in(resident, phone=phone)
    a_while_ago(client)
    asked = client.post(reverse("account_email"), {"email": "nouvelle@exemple.test", "action_add": "1"})
    assert asked.status_code == 403
    refused = client.post(reverse("account_email"), {**carried(asked), "proof-code": "000000"})
    assert refused.status_code == 422
    answer = client.post(reverse("account_email"), {**carried(asked), "proof-code": phone.code()})
    assert answer["Location"] == reverse("account_email")
    assert "nouvelle@exemple.test" in client.get(reverse("account_email")).content.decode()


def test_pages_about_second_factors_show_nothing_before(resident: Person) -> None:
    client = sign_in(resident)
    a_while_ago(client)
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        asked = client.get(reverse(name))
        assert asked.status_code == 200
        assert 'name="proof-password"' in asked.content.decode()
        assert "secret" not in asked.content.decode()
        assert "data-options" not in asked.content.decode()
    assert client.post(reverse("mfa_activate_totp"), {"code": "123456"}).status_code == 403
    address = reverse("mfa_activate_totp")
    shown = client.post(address, {**carried(client.get(address)), "proof-password": PASSWORD})
    assert shown["Location"] == address
    page = client.get(address)
    assert 'class="secret"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_who_has_shown_it_in_another_window_is_shown_the_page_and_nothing_is_done(resident: Person) -> None:
    phone = Phone.of(resident)
    client = sign_in(resident, phone=phone)
    address = reverse("mfa_deactivate_totp")
    answer = client.post(address, {"proof-asked": "read", "proof-password": PASSWORD})
    assert answer["Location"] == address
    assert "totp" in ways_of(resident)


def test_nothing_is_removed_without(resident: Person) -> None:
    client = sign_in(resident, phone=Phone.of(resident))
    a_while_ago(client)
    assert client.post(reverse("mfa_deactivate_totp"), {"sure": "1"}).status_code == 403
    assert client.post(reverse("mfa_generate_recovery_codes"), {"sure": "1"}).status_code == 403
    assert ways_of(resident) == ["recovery_codes", "totp"]


def test_an_act_of_an_agent_waits_for_it_too(agent: Person, resident: Person) -> None:
    client = sign_in(agent)
    a_while_ago(client)
    subject = asking(resident)
    assert client.post(reverse("representative", args=[subject.pk])).status_code == 403
    subject.refresh_from_db()
    assert subject.confirmed_at is None


def test_somebody_else_s_password_shows_nothing(resident: Person, neighbour: Person) -> None:
    neighbour.set_password("huit cigognes sur le toit")
    neighbour.save()
    client = sign_in(resident)
    a_while_ago(client)
    asked = client.post(reverse("account_email"), {"email": "nouvelle@exemple.test", "action_add": "1"})
    proof = {**carried(asked), "proof-password": "huit cigognes sur le toit"}
    assert client.post(reverse("account_email"), proof).status_code == 422


def test_a_session_without_any_proof_is_asked(resident: Person) -> None:
    client = Client()
    client.force_login(resident)
    assert client.post(reverse("account_email"), {"email": "n@exemple.test", "action_add": "1"}).status_code == 403


def test_one_who_has_nothing_to_show_it_by_is_told_what_to_do(resident: Person) -> None:
    Person.objects.filter(pk=resident.pk).update(password="!")
    client = Client()
    client.force_login(Person.objects.get(pk=resident.pk))
    asked = client.get(reverse("mfa_activate_totp"))
    assert reverse("account_reset_password") in asked.content.decode()
    assert "proof-password" not in asked.content.decode()
    assert client.post(reverse("account_set_password"), {"proof-asked": "send"}).status_code == 422


def test_attempts_to_show_it_are_counted(resident: Person) -> None:
    client = sign_in(resident)
    a_while_ago(client)
    asked = client.post(reverse("account_email"), {"email": "nouvelle@exemple.test", "action_add": "1"})
    for _attempt in range(10):
        client.post(reverse("account_email"), {**carried(asked), "proof-password": "autre chose"})
    late = client.post(reverse("account_email"), {**carried(asked), "proof-password": PASSWORD})
    assert late.status_code == 422


def test_a_link_to_the_page_that_asks_leads_on_this_site_only(resident: Person) -> None:
    client = sign_in(resident)
    address = reverse("account_reauthenticate")
    assert client.get(f"{address}?next={reverse('my_words')}")["Location"] == reverse("my_words")
    assert client.get(f"{address}?next=https://evil.test/")["Location"] == reverse("account")


def test_representing_is_confirmed_as_before_where_a_city_never_asks(
    agent: Person, resident: Person, settings: Settings
) -> None:
    settings.FRESH_SIGN_IN_MINUTES = 0
    client = Client()
    client.force_login(agent)
    subject = asking(resident)
    assert client.post(reverse("representative", args=[subject.pk])).status_code == 302
