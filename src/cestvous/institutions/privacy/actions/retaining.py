"""What is thrown away once its time is over: each table with a delay has its action here or where it stands.

Each does AT_MOST at once, so that nobody waits behind it, and says how many it did.
"""

import logging
from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.people.actions import note_warned
from cestvous.foundation.people.models import CACHE, UNCONFIRMED_FOR, Person
from cestvous.institutions.privacy.actions.erasing import erase_if_still
from cestvous.institutions.privacy.actions.farewell import warn
from cestvous.institutions.privacy.models import Erasure
from cestvous.institutions.privacy.policy import not_over
from cestvous.kernel import clock
from cestvous.kernel.personal_data import DECLARED_FOR_LIBRARIES
from cestvous.kernel.transactions import action

AT_MOST = 100
# Of accounts fewer: erasing one touches everything that somebody said.
ACCOUNTS_AT_MOST = 10
# Those that this process could not erase: tried again by the next one, or after a restart.
_FAILED: set[int] = set()

logger = logging.getLogger(__name__)


@action
def forget_sessions() -> int:
    """Visits whose time is over."""
    over = Session.objects.filter(expire_date__lt=clock.now()).order_by("pk").values_list("pk", flat=True)
    return Session.objects.filter(pk__in=list(over[:AT_MOST])).delete()[0]


@action
def forget_confirmations() -> int:
    """Keys to confirm an address that open nothing any more."""
    sent = EmailConfirmation.objects.filter(created__lt=clock.now() - _delay("account.EmailConfirmation"))
    late = list(sent.order_by("pk").values_list("pk", flat=True)[:AT_MOST])
    return int(EmailConfirmation.objects.filter(pk__in=late).delete()[0])


@action
def forget_log_entries() -> int:
    """What the administration site noted long ago."""
    noted = LogEntry.objects.filter(action_time__lt=clock.now() - _delay("admin.LogEntry"))
    late = list(noted.order_by("pk").values_list("pk", flat=True)[:AT_MOST])
    return LogEntry.objects.filter(pk__in=late).delete()[0]


@action
def forget_passing_counts() -> int:
    """Counts whose time is over. Their table drops them by itself only when it is full."""
    if CACHE not in connection.introspection.table_names():
        return 0
    with connection.cursor() as cursor:
        late = f"SELECT cache_key FROM {CACHE} WHERE expires < %s LIMIT {AT_MOST}"  # noqa: S608 — our own table
        cursor.execute(
            f"DELETE FROM {CACHE} WHERE cache_key IN ({late})",  # noqa: S608 — our own table
            [connection.ops.adapt_datetimefield_value(clock.now().replace(microsecond=0))],
        )
        return int(cursor.rowcount)


@action
def forget_erasures() -> int:
    """Erasures that no backup from before needs any more."""
    late = Erasure.objects.no_longer_in_backups(clock.now()).order_by("pk").values_list("pk", flat=True)
    return Erasure.objects.filter(pk__in=list(late[:AT_MOST])).delete()[0]


def erase_unconfirmed() -> int:
    """Accounts whose address nobody has confirmed in time: whoever typed it may have meant somebody else."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    late = Person.objects.filter(
        ~Exists(confirmed), last_login__isnull=True, joined_at__lt=clock.now() - UNCONFIRMED_FOR, erased_at__isnull=True
    ).exclude(is_administrator=True)
    return _erase(late)


def erase_sleeping() -> int:
    """Accounts whose holder was told in time that they sleep, and has not come back."""
    return _erase(Person.objects.to_leave(clock.now()).exclude(_in_office()))


def warn_sleeping() -> int:
    """Write to those whose account sleeps. Whoever holds a public function is left alone."""
    told = list(Person.objects.to_warn(clock.now()).exclude(_in_office()).order_by("pk")[:AT_MOST])
    for person in told:
        _warn(person)
    return len(told)


@action
def _warn(person: Person) -> None:
    note_warned(person=person, at=clock.now())
    warn(person)


def _erase(people: QuerySet[Person]) -> int:
    """Each by itself: one that fails is told of, and holds up nobody behind it."""
    done = 0
    for person in people.exclude(pk__in=_FAILED).order_by("pk")[:ACCOUNTS_AT_MOST]:
        try:
            done += erase_if_still(person=person, among=people)
        except Exception:
            logger.exception("Account %d can't be erased.", person.pk)
            _FAILED.add(person.pk)
    return done


def _in_office() -> Exists:
    """Whoever holds a mandate, or is to hold one from a later day."""
    return Exists(Mandate.objects.filter(not_over(), person=OuterRef("pk")))


def _delay(label: str) -> timedelta:
    return DECLARED_FOR_LIBRARIES[label].delay or timedelta()
