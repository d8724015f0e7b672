"""Erasures: what has to be done again where a backup from before is restored."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cestvous.kernel.personal_data import KeptFor, PersonalData


class Words(models.TextChoices):
    """What becomes of somebody's words when their account is erased."""

    AS_CHOSEN = "as_chosen", _("as they chose for each")
    STAY = "stay", _("they stay, without a name")
    GO = "go", _("they are erased")


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def no_longer_in_backups(self, at: datetime) -> ErasureQuerySet:
        """Those older than any backup that is kept."""
        return self.filter(at__lt=at - timedelta(days=settings.BACKUP_DAYS))


class Erasure(models.Model):
    """That an account was erased: the number that it had, when it was opened, and what its holder wished.

    Of a database in which it is erased this says nothing of anybody; a backup from before knows whose it was.
    """

    account = models.PositiveBigIntegerField()
    opened_at = models.DateTimeField()
    contributions = models.CharField(max_length=9, choices=Words)
    others = models.CharField(max_length=9, choices=Words)
    at = models.DateTimeField(db_index=True)

    personal: ClassVar[PersonalData] = PersonalData(
        kept_for=KeptFor.PROTECTION,
        about=_("Accounts that were erased"),
        fields={
            "account": _("the number that your account had, so that a restored backup erases it again"),
            "opened_at": _("when you had opened it"),
            "contributions": _("whether your words stayed"),
            "others": _("whether your other words stayed"),
        },
        kept=_("for as long as a backup from before may be kept"),
        delay=timedelta(days=settings.BACKUP_DAYS),
    )
    objects = ErasureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"account {self.account}"
