"""The outbox: a mail leaves with its act, at least once, and stays no longer than it must."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.db import transaction
from pytest_django import Settings

from cestvous.config.settings.mail import mailbox
from cestvous.foundation.outbox import tasks
from cestvous.foundation.outbox.actions import LEASE, MOST_REFUSALS, take
from cestvous.foundation.outbox.models import KEPT_FOR, LONGEST_PAUSE, Letter
from cestvous.foundation.outbox.tasks import MailServerAway, send_letters
from tests.activities.together import at_once, failures
from tests.deploy.reading import settings_of_example
from tests.machinery.clock import travel
from tests.machinery.mail import Letterbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letterbox")]


def write(to: str = "camille@exemple.test") -> None:
    send_mail("Votre adresse", "Suivez ce lien : à bientôt.", None, [to])


def test_a_letter_leaves_once_and_nothing_of_it_stays(letterbox: Letterbox) -> None:
    write()
    assert letterbox.arrived == []
    assert send_letters() == 1
    assert [(to, subject) for to, subject, _body in letterbox.arrived] == [("camille@exemple.test", "Votre adresse")]
    assert "à bientôt" in letterbox.arrived[0][2]
    assert not Letter.objects.exists()
    assert send_letters() == 0
    assert len(letterbox.arrived) == 1


def test_a_letter_of_an_act_that_did_not_happen_is_never_sent(letterbox: Letterbox) -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert send_letters() == 0


def test_a_mail_server_that_is_away_costs_no_letter_and_none_of_its_tries(letterbox: Letterbox) -> None:
    letterbox.close()
    write()
    write("paul@exemple.test")
    for _round in range(20):
        travel(minutes=2)
        with pytest.raises(MailServerAway) as away:
            send_letters()
        assert "exemple" not in str(away.value)
    letterbox.open()
    travel(seconds=100)
    assert send_letters() == 2
    assert len(letterbox.arrived) == 2


def test_a_server_that_hangs_up_does_not_keep_the_other_letters_back(letterbox: Letterbox) -> None:
    write()
    write("paul@exemple.test")
    letterbox.answers = ["421 closing"]
    with pytest.raises(MailServerAway):
        send_letters()
    assert [to for to, _subject, _body in letterbox.received] == ["paul@exemple.test"]
    travel(minutes=2)
    assert sorted(to for to, _subject, _body in letterbox.received) == ["camille@exemple.test", "paul@exemple.test"]


def test_a_mailbox_that_is_full_is_tried_until_it_takes_the_letter(letterbox: Letterbox) -> None:
    write()
    letterbox.answers = ["452 full"] * 12
    for _try in range(12):
        assert send_letters() == 0
        travel(to=Letter.objects.get().due_at)
    assert send_letters() == 1
    assert Letter.objects.count() == 0


def test_an_address_that_does_not_exist_is_given_up_and_holds_up_nobody(letterbox: Letterbox) -> None:
    letterbox.refused_for_good = {"nobody@exemple.test"}
    write("nobody@exemple.test")
    write()
    assert send_letters() == 1
    for refused in range(1, MOST_REFUSALS):
        assert Letter.objects.get().refusals == refused
        assert not Letter.objects.held_up(Letter.objects.get().due_at).exists()
        travel(to=Letter.objects.get().due_at)
        assert send_letters() == 0
    assert not Letter.objects.exists()
    assert len(letterbox.arrived) == 1


def test_what_is_no_mail_at_all_ends_too(letterbox: Letterbox) -> None:
    write()
    Letter.objects.update(subject="Deux\nlignes")
    for _try in range(MOST_REFUSALS):
        assert send_letters() == 0
        travel(minutes=11)
    assert not Letter.objects.exists()


def test_a_letter_is_kept_no_longer_than_its_link_is_good(letterbox: Letterbox, settings: Settings) -> None:
    assert timedelta(days=3) == KEPT_FOR
    assert timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT) >= KEPT_FOR
    write()
    travel(days=3, seconds=1)
    assert send_letters() == 0
    assert not Letter.objects.exists()


def test_a_worker_killed_with_a_letter_in_hand_leaves_it_to_another(letterbox: Letterbox) -> None:
    write()
    assert take() is not None
    assert send_letters() == 0  # somebody may still be sending it
    travel(seconds=LEASE.total_seconds())
    assert send_letters() == 1


def test_a_worker_killed_before_it_could_say_that_it_left_sends_the_same_letter_again(
    letterbox: Letterbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_letter: Letter) -> None:
        raise KeyboardInterrupt

    write()
    with monkeypatch.context() as patched:
        patched.setattr(tasks, "bury", killed)
        with pytest.raises(KeyboardInterrupt):
            send_letters()
    travel(seconds=LEASE.total_seconds())
    assert send_letters() == 1
    first, second = letterbox.message_ids
    assert first == second  # a mail program shows it once


def test_a_clock_that_is_put_back_keeps_no_letter_waiting_for_it_to_catch_up(letterbox: Letterbox) -> None:
    write()
    travel(hours=-5)
    assert send_letters() == 1
    assert LEASE < LONGEST_PAUSE


def test_what_has_no_place_in_a_letter_is_no_letter() -> None:
    pictured = EmailMultiAlternatives("Votre adresse", "Bonjour.", None, ["camille@exemple.test"])
    pictured.attach_alternative("<p>Bonjour.</p>", "text/html")
    with pytest.raises(ValueError, match="plain text"):
        pictured.send()
    filled = EmailMessage("Votre adresse", "Bonjour.", None, ["camille@exemple.test"])
    filled.attach("a.txt", "a")
    with pytest.raises(ValueError, match="plain text"):
        filled.send()


@pytest.mark.django_db(transaction=True)
def test_many_workers_send_each_letter_once(letterbox: Letterbox) -> None:
    addresses = [f"personne-{number}@exemple.test" for number in range(30)]
    for address in addresses:
        write(address)
    results = at_once([send_letters] * 4)
    assert not failures(results)
    assert sorted(to for to, _subject, _body in letterbox.arrived) == sorted(addresses)


@pytest.mark.parametrize(
    ("written", "sender"),
    [
        ("Mulhouse, c'est vous <a@ville.fr>", '"Mulhouse, c\'est vous" <a@ville.fr>'),
        ('"Mulhouse, c\'est vous" <a@ville.fr>', '"Mulhouse, c\'est vous" <a@ville.fr>'),
        ("Mulhouse <a@ville.fr>", "Mulhouse <a@ville.fr>"),
        ("<a@ville.fr>", "a@ville.fr"),
        ("a@ville.fr", "a@ville.fr"),
    ],
)
def test_a_sender_is_written_as_people_write_it(written: str, sender: str) -> None:
    assert mailbox(written) == sender


@pytest.mark.parametrize("written", ["", "Mulhouse", "Mulhouse, a@ville.fr", "Mulhouse <a>", "@ville.fr"])
def test_what_is_no_sender_is_told_at_once(written: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="MAIL_FROM"):
        mailbox(written)


def test_a_letter_from_the_sender_of_the_example_leaves(letterbox: Letterbox) -> None:
    send_mail("Votre adresse", "Suivez ce lien.", mailbox(settings_of_example()["MAIL_FROM"]), ["camille@exemple.test"])
    assert send_letters() == 1
    assert len(letterbox.arrived) == 1
