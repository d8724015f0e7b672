"""What must happen to letters even when nobody looks."""

import logging
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from cestvous.foundation.outbox.actions import bury, forget_expired, put_off, refuse, take
from cestvous.foundation.outbox.models import Letter
from cestvous.kernel import clock

logger = logging.getLogger(__name__)
AT_MOST = 100
FIRST_PERMANENT, HANGS_UP = 500, 421


class MailServerAway(RuntimeError):
    """The mail server can't be reached, or does not want to hear from us at all."""


def forget_too_old() -> int:
    """Throw away letters whose links are worth nothing any more, and say so. Returns how many."""
    if expired := forget_expired():
        logger.error("%d mails were too old to be sent.", expired)
    return expired


def send_letters() -> int:
    """Send, AT_MOST at once, the letters that are due. Returns how many left.

    A letter is there until the mail server has taken it: whoever is killed meanwhile leaves it to another worker, and
    its reader may get it twice. Raises MailServerAway at once if none of them could leave.
    """
    forget_too_old()
    if not Letter.objects.due(clock.now()).exists():
        return 0
    # Never more than the name of an error: what the server said may name an address.
    letter: Letter | None = None
    sent = 0
    try:
        with get_connection(settings.MAIL_TRANSPORT) as transport:
            while sent < AT_MOST and (letter := take()) is not None:
                sent += _send(letter, transport)
    except OSError as error:
        if letter is not None:
            put_off(letter)
        raise MailServerAway(type(error).__name__) from None
    return sent


def _send(letter: Letter, transport: BaseEmailBackend) -> bool:
    """Did the mail server take it? If not, it said why not this one; raises what says that it takes none."""
    message = EmailMessage(
        letter.subject,
        letter.body,
        letter.sender,
        [letter.recipient],
        headers={"Message-ID": letter.message_id},
        connection=transport,
    )
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        code, _said = error.recipients.get(letter.recipient, (FIRST_PERMANENT, b""))
        return _refused(letter, code)
    except (SMTPDataError, SMTPSenderRefused) as error:
        if error.smtp_code == HANGS_UP:
            raise
        return _refused(letter, error.smtp_code)
    except ValueError as error:
        logger.warning("A mail can't be written down as one (%s).", type(error).__name__)
        return _refused(letter, FIRST_PERMANENT)
    bury(letter)
    return True


def _refused(letter: Letter, code: int) -> bool:
    given_up = refuse(letter, for_good=code >= FIRST_PERMANENT)
    logger.warning("The mail server refused a mail (%d)%s.", code, ": it is given up" if given_up else "")
    return False
