"""Writing a letter, taking it to the mail server, and what becomes of it there."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from cestvous.foundation.outbox.models import LONGEST_PAUSE, Letter
from cestvous.kernel import clock
from cestvous.kernel.transactions import action

# Longer than any mail server is waited for. A letter that somebody took and did not bring back goes to another.
LEASE = timedelta(minutes=5)
FIRST_PAUSE = timedelta(seconds=10)
MOST_REFUSALS = 3


class Outbox(BaseEmailBackend):
    """What Django sends mail by: it writes letters. ``MAIL_TRANSPORT`` is what the worker sends them by."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            write(message)
        return len(email_messages)


@action
def write(message: EmailMessage) -> None:
    """Keep a letter to each of its recipients, in the caller's transaction.

    Raises ValueError for what is not plain text: the outbox has no place for it.
    """
    if message.attachments or getattr(message, "alternatives", []) or message.content_subtype != "plain":
        raise ValueError("a letter is plain text")
    at = clock.now()
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    for recipient in message.recipients():
        Letter.objects.create(
            recipient=recipient,
            sender=message.from_email,
            subject=str(message.subject),
            body=str(message.body),
            message_id=f"<{uuid.uuid4()}@{host}>",
            written_at=at,
            due_at=at,
        )


@action
def take() -> Letter | None:
    """Take the next letter that is due; no other worker gets it before LEASE is over. None if there is nothing to do.

    The transaction ends before the mail server is asked: one that is open for long would keep the journal from
    being sealed, and on SQLite everybody from writing.
    """
    at = clock.now()
    letter = Letter.objects.due(at).select_for_update(skip_locked=True).first()
    if letter is not None:
        Letter.objects.filter(pk=letter.pk).update(due_at=at + LEASE, tries=F("tries") + 1)
    return letter


@action
def bury(letter: Letter) -> None:
    """It has left, or never will."""
    Letter.objects.filter(pk=letter.pk).delete()


@action
def put_off(letter: Letter) -> None:
    """The mail server could not be asked: try again, after a longer pause each time."""
    Letter.objects.filter(pk=letter.pk).update(due_at=clock.now() + _pause(letter.tries))


@action
def refuse(letter: Letter, *, for_good: bool) -> bool:
    """The mail server refused this letter. Returns whether it is given up.

    A refusal ``for_good`` is believed the third time: servers are wrong about themselves for minutes. One for the
    moment (a mailbox is full, a sender is new) is never: the letter waits until it is too old.
    """
    if for_good and letter.refusals + 1 >= MOST_REFUSALS:
        Letter.objects.filter(pk=letter.pk).delete()
        return True
    Letter.objects.filter(pk=letter.pk).update(
        refusals=F("refusals") + (1 if for_good else 0), due_at=clock.now() + 6 * _pause(letter.tries)
    )
    return False


@action
def forget_expired() -> int:
    """Throw away letters whose links are worth nothing any more. Returns how many."""
    return Letter.objects.expired(clock.now()).delete()[0]


def _pause(tries: int) -> timedelta:
    """10 seconds, 20, 40, …; a sixth of LONGEST_PAUSE at most."""
    pause: timedelta = FIRST_PAUSE * 2 ** min(tries, 10)
    return min(pause, LONGEST_PAUSE / 6)


@action
def forget_those_to(*, addresses: Iterable[str]) -> None:
    """Throw away what waits to leave to these addresses."""
    for address in addresses:
        Letter.objects.filter(recipient__iexact=address).delete()
