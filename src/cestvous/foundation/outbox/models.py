"""Letters that wait to leave."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cestvous.kernel.personal_data import KeptFor, PersonalData

# No longer than the links that letters hold are good for.
KEPT_FOR = timedelta(days=3)
# Where mail leaves as it should, none is still here after so long.
USUALLY_GONE_WITHIN = timedelta(seconds=30)
# No letter waits longer than this for its next try.
LONGEST_PAUSE = timedelta(minutes=10)


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self, at: datetime) -> LetterQuerySet:
        """Those to be sent now, the one that has waited longest first.

        One that is due later than any pause lasts was put off by a clock that has been put back since.
        """
        return self.filter(Q(due_at__lte=at) | Q(due_at__gt=at + LONGEST_PAUSE)).order_by("due_at", "pk")

    def held_up(self, at: datetime) -> LetterQuerySet:
        """Those that nobody refused and that are still here: the mail server does not answer, or no worker runs."""
        return self.filter(written_at__lt=at - USUALLY_GONE_WITHIN, refusals=0)

    def expired(self, at: datetime) -> LetterQuerySet:
        return self.filter(written_at__lt=at - KEPT_FOR)


class Letter(models.Model):
    """One mail to one address, in plain text, as its reader will see it.

    ``message_id`` stays the same whenever it is sent again: a mail program shows it once.
    """

    recipient = models.CharField(max_length=320)
    sender = models.CharField(max_length=400)
    subject = models.CharField(max_length=400)
    body = models.TextField()
    message_id = models.CharField(max_length=300)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    refusals = models.PositiveSmallIntegerField(default=0)

    personal: ClassVar[PersonalData] = PersonalData(
        kept_for=KeptFor.ACCOUNT,
        about=_("Our mails to you"),
        fields={"recipient": _("the address they go to"), "body": _("what they say, with the links they hold")},
        kept=_("until they have left, three days at most"),
        delay=KEPT_FOR,
    )
    objects = LetterQuerySet.as_manager()

    def __str__(self) -> str:
        return self.message_id
