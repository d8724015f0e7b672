"""A second factor: set up, asked for, lost, removed."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cestvous.foundation.journal.models import Event
from cestvous.foundation.people.models import Person
from tests.factories import PASSWORD
from tests.machinery.codes import code_now
from tests.web.accounts.ways_in import Phone, is_in, set_up, sign_in, ways_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db: None) -> None:
    cache.clear()


# The library writes its mail once the change is committed.
@pytest.mark.django_db(transaction=True)
def test_an_application_is_set_up_and_asked_for_from_then_on(resident: Person) -> None:
    elsewhere, here = sign_in(resident), sign_in(resident)
    key_before = here.session.session_key
    secret = set_up(here)
    assert ways_of(resident) == ["recovery_codes", "totp"]
    assert is_in(here)
    assert here.session.session_key != key_before
    assert not is_in(elsewhere), "what was open without it is closed"
    assert Event.objects.get(kind="people.sign-in-changed").facts == {"part": "second-factor"}
    assert not Event.objects.get(kind="people.sign-in-changed").public
    assert "second" in mail.outbox[-1].subject.lower()

    later = sign_in(resident)
    assert not is_in(later)
    asked = later.get(reverse("mfa_authenticate"))
    assert asked.status_code == 200
    assert 'class="masthead"' in asked.content.decode()
    key_before = later.session.session_key
    wrong = later.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 422
    assert not is_in(later)
    cache.clear()
    later.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert is_in(later)
    assert later.session.session_key != key_before


def test_the_secret_is_kept_encrypted(resident: Person) -> None:
    phone = Phone.of(resident)
    kept = str([way.data for way in Authenticator.objects.filter(user=resident)])
    assert phone.secret not in kept
    assert not any(code in kept for code in phone.codes)


def test_what_was_encrypted_with_another_key_lets_nobody_in(resident: Person, settings: Settings) -> None:
    phone = Phone.of(resident)
    settings.SECRET_KEY = "another one"
    client = sign_in(resident, phone=phone)
    assert not is_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": phone.codes[0]}).status_code == 422


def test_a_code_is_good_once_for_as_long_as_it_would_fit(resident: Person) -> None:
    phone = Phone.of(resident)
    first = sign_in(resident)
    code = phone.code()
    first.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(first)
    # The library forgets after half a minute; the code would fit for a minute and a half.
    cache.delete(f"allauth.mfa.totp.used?user={resident.pk}&code={code}")
    second = sign_in(resident)
    assert second.post(reverse("mfa_authenticate"), {"code": code}).status_code == 422
    assert not is_in(second)


def test_a_phone_whose_clock_is_half_a_minute_wrong_is_understood(resident: Person) -> None:
    phone = Phone.of(resident)
    client = sign_in(resident)
    client.post(reverse("mfa_authenticate"), {"code": code_now(phone.secret, half_minutes=-1)})
    assert is_in(client)


def test_a_recovery_code_signs_in_once(resident: Person) -> None:
    phone = Phone.of(resident)
    client = sign_in(resident)
    # As it is printed: in two groups.
    client.post(reverse("mfa_authenticate"), {"code": f"{phone.codes[0][:5]} {phone.codes[0][5:]}"})
    assert is_in(client)
    assert "9 codes" in client.get(reverse("mfa_index")).content.decode()
    again = sign_in(resident)
    assert again.post(reverse("mfa_authenticate"), {"code": phone.codes[0]}).status_code == 422


def test_recovery_codes_are_shown_to_who_made_them_and_then_never_again(resident: Person) -> None:
    client = sign_in(resident)
    set_up(client)
    shown = re.findall(r"\d{5} \d{5}", client.get(reverse("mfa_view_recovery_codes")).content.decode())
    assert len(set(shown)) == 10
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert file["Content-Disposition"].startswith("attachment")
    assert file["Cache-Control"] == "no-store"
    assert re.findall(r"\d{5} \d{5}", file.content.decode()) == shown
    client.post(reverse("mfa_view_recovery_codes"))
    assert not re.findall(r"\d{5} \d{5}", client.get(reverse("mfa_view_recovery_codes")).content.decode())
    assert client.get(reverse("mfa_download_recovery_codes")).status_code == 404
    assert client.get(reverse("mfa_index")).content.decode().count("10 codes") == 1

    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200
    assert client.post(reverse("mfa_generate_recovery_codes"))["Location"] == reverse("mfa_view_recovery_codes")
    anew = re.findall(r"\d{5} \d{5}", client.get(reverse("mfa_view_recovery_codes")).content.decode())
    assert len(anew) == 10
    assert not set(anew) & set(shown)


def test_codes_stop_being_shown_after_ten_minutes(resident: Person) -> None:
    client = sign_in(resident)
    set_up(client)
    session = client.session
    session["recovery_codes_made"] -= 601
    session.save()
    assert not re.findall(r"\d{5} \d{5}", client.get(reverse("mfa_view_recovery_codes")).content.decode())


def test_a_second_factor_is_removed_with_its_codes(resident: Person) -> None:
    phone = Phone.of(resident)
    client, elsewhere = sign_in(resident, phone=phone), sign_in(resident, phone=phone)
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    assert client.post(reverse("mfa_deactivate_totp"), {"sure": "1"})["Location"] == reverse("mfa_index")
    assert ways_of(resident) == []
    assert not is_in(elsewhere)
    assert not [each for each in client.session["account_authentication_methods"] if each["method"] == "mfa"]
    assert is_in(sign_in(resident))


def test_somebody_else_s_passkey_can_not_be_removed(resident: Person, neighbour: Person) -> None:
    theirs = Authenticator.objects.create(
        user=neighbour, type=Authenticator.Type.WEBAUTHN, data={"name": "Clé", "credential": {}}
    )
    client = sign_in(resident)
    assert client.get(reverse("mfa_remove_webauthn", args=[theirs.pk])).status_code == 404
    assert client.post(reverse("mfa_remove_webauthn", args=[theirs.pk])).status_code == 404
    assert ways_of(neighbour) == ["webauthn"]


@pytest.mark.parametrize(
    "credential",
    ["", "null", "[]", "{}", '"x"', "1", "{", '{"id": 1}', '{"response": []}', '{"response": {"userHandle": 1}}',
     '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA",'
     '"signature":"AA","userHandle":"MQ"}}'],
)  # fmt: skip
def test_whatever_is_sent_as_a_passkey_is_refused_and_no_error(credential: str, resident: Person) -> None:
    Phone.of(resident)
    stranger = Client()
    stranger.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    answer = stranger.post(reverse("mfa_login_webauthn"), {"credential": credential})
    assert answer["Location"] == reverse("account_login")
    assert not is_in(stranger)
    half_way = sign_in(resident)
    assert half_way.post(reverse("mfa_authenticate"), {"credential": credential}).status_code == 422
    assert not is_in(half_way)
    inside = sign_in(resident, phone=Phone(resident, secret="A" * 32))
    inside.force_login(resident)
    inside.get(reverse("mfa_add_webauthn"))
    assert inside.post(reverse("mfa_add_webauthn"), {"name": "Clé", "credential": credential}).status_code == 422
    assert ways_of(resident) == ["recovery_codes", "totp"]


def test_the_page_that_asks_for_a_second_factor_is_no_way_in_by_itself() -> None:
    assert Client().get(reverse("mfa_authenticate"))["Location"] == reverse("account_login")
    assert Client().post(reverse("mfa_authenticate"), {"code": "123456"})["Location"] == reverse("account_login")


def test_a_new_password_by_mail_does_not_do_without_the_second_factor(resident: Person) -> None:
    Phone.of(resident)
    client, new = Client(), "six moulins au bord de la Doller"
    client.post(reverse("account_reset_password"), {"email": resident.email})
    link = next(word for word in str(mail.outbox[-1].body).split() if word.startswith("http"))
    form = client.get(link.removeprefix("http://testserver"), follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": new, "password2": new})
    assert not is_in(sign_in(resident, client, password=new))


def test_one_who_has_the_password_alone_changes_nothing(resident: Person) -> None:
    Phone.of(resident)
    half_way = sign_in(resident, password=PASSWORD)
    for name in ("mfa_index", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "account_email"):
        assert half_way.get(reverse(name)).status_code == 302, name
        assert half_way.post(reverse(name), {"sure": "1"}).status_code == 302, name
    assert ways_of(resident) == ["recovery_codes", "totp"]
