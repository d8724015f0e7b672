"""Accounts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock
from cestvous.kernel.languages import DEFAULT_LANGUAGE
from cestvous.kernel.personal_data import KeptFor, PersonalData, declare_for_library

UNTIL_ERASURE = _("until your account is erased")
# Somebody who has not signed in for so long is written to, and has so long to come back; else their account is erased.
INACTIVE_FOR, TO_COME_BACK = timedelta(days=3 * 365), timedelta(days=30)
# The table of passing counts, which no model stands for.
CACHE = "cache"
# Longer than the link by which an address is confirmed is good for.
UNCONFIRMED_FOR = timedelta(days=7)


class NameKind(models.TextChoices):
    OWN = "own", _("My own name")
    PSEUDONYM = "pseudonym", _("A pseudonym")


class AgeBand(models.TextChoices):
    FROM_16 = "16-24", _("16 to 24")
    FROM_25 = "25-39", _("25 to 39")
    FROM_40 = "40-59", _("40 to 59")
    FROM_60 = "60-74", _("60 to 74")
    FROM_75 = "75+", _("75 or more")


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **told: object) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **{"joined_at": clock.now(), **told})
        person.set_password(password)
        person.save()
        return person

    def create_superuser(self, email: str, password: str | None = None, **told: object) -> Person:
        """The administrator: runs the machine and holds no civic power."""
        return self.create_user(email, password, is_administrator=True, **told)

    def asleep(self, at: datetime) -> models.QuerySet[Person]:
        """Accounts to which nobody has signed in for INACTIVE_FOR."""
        rows = self.annotate(seen_at=Coalesce("last_login", "joined_at"))
        return rows.filter(seen_at__lt=at - INACTIVE_FOR, erased_at__isnull=True, is_administrator=False)

    def to_warn(self, at: datetime) -> models.QuerySet[Person]:
        """Those of them whom nobody has told so since they were last here."""
        return self.asleep(at).filter(Q(warned_at__isnull=True) | Q(warned_at__lt=F("seen_at")))

    def to_leave(self, at: datetime) -> models.QuerySet[Person]:
        """Those of them who were told in time, and have not come back."""
        return self.asleep(at).filter(warned_at__gte=F("seen_at"), warned_at__lt=at - TO_COME_BACK)


class Person(AbstractBaseUser):
    """Somebody with an account. What they say belongs to their Author, which outlives the account."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    name_kind = models.CharField(max_length=9, choices=NameKind, default=NameKind.PSEUDONYM)
    neighbourhood = models.ForeignKey(Neighbourhood, models.PROTECT, null=True, blank=True, related_name="+")
    age_band = models.CharField(max_length=5, choices=AgeBand, blank=True)
    language = models.CharField(max_length=8, default=DEFAULT_LANGUAGE)
    at_least_16 = models.BooleanField(default=False)
    charter_accepted_at = models.DateTimeField(null=True)
    residence_proved_on = models.DateField(null=True, blank=True)
    joined_at = models.DateTimeField()
    words_seen_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    is_administrator = models.BooleanField(default=False)

    personal: ClassVar[PersonalData] = PersonalData(
        kept_for=KeptFor.ACCOUNT,
        about=_("Your account"),
        fields={
            "email": _("e-mail address"),
            "name": _("name or pseudonym"),
            "neighbourhood": _("neighbourhood, if you named it"),
            "age_band": _("age band, if you gave it"),
            "language": _("language you read"),
            "charter_accepted_at": _("when you accepted the charter"),
            "residence_proved_on": _("when you proved where you live"),
            "joined_at": _("when you opened it"),
            "words_seen_at": _("until when you have seen what became of your words"),
            "last_login": _("when you last signed in"),
            "warned_at": _("when we last wrote that your account sleeps"),
            "erased_at": _("when it was erased, if you held a public function: your name stays beside what you signed"),
            "password": _("a digest of the password"),
        },
        kept=_(
            "until your account is erased: by you, or after three years without signing in and a mail that says so; "
            "a week if its address is never confirmed"
        ),
        delay=INACTIVE_FOR + TO_COME_BACK,
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(charter_accepted_at__isnull=True) | Q(at_least_16=True),
                name="nobody_under_16_accepts_the_charter",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Opens Django's admin site, which is read-only here."""
        return self.is_administrator

    def has_perm(self, permission: str, subject: object = None) -> bool:
        """In the admin site: the administrator may look, and nothing else."""
        return self.is_active and self.is_administrator and permission.rsplit(".", 1)[-1].startswith("view_")

    def has_module_perms(self, app: str) -> bool:
        return self.is_active and self.is_administrator


declare_for_library(
    "account.EmailAddress",
    PersonalData(
        about=_("Your account"),
        fields={"email": _("e-mail address"), "user": _("that it is yours")},
        kept=UNTIL_ERASURE,
        kept_for=KeptFor.ACCOUNT,
    ),
)
declare_for_library(
    "account.EmailConfirmation",
    PersonalData(
        about=_("Your account"),
        fields={"email_address": _("e-mail address"), "key": _("a key sent there")},
        kept=_("three days"),
        kept_for=KeptFor.ACCOUNT,
        delay=timedelta(days=3),
    ),
)
declare_for_library(
    "sessions.Session",
    PersonalData(
        about=_("Being signed in"),
        fields={"session_data": _("that your browser is signed in")},
        kept=format_lazy(_("until you sign out, {days} days at most"), days=settings.SESSION_COOKIE_AGE // 86_400),
        kept_for=KeptFor.ACCOUNT,
        delay=timedelta(seconds=settings.SESSION_COOKIE_AGE),
    ),
)
declare_for_library(
    "admin.LogEntry",
    PersonalData(
        about=_("Running the machine"),
        fields={"user": _("which administrator did what")},
        kept=_("a year"),
        kept_for=KeptFor.PROTECTION,
        delay=timedelta(days=365),
    ),
)
declare_for_library(
    CACHE,
    PersonalData(
        about=_("Attempts that are counted, so that machines can't try passwords"),
        fields={"cache_key": _("the network address or the account that they came from or went to")},
        kept=_("an hour at most"),
        kept_for=KeptFor.PROTECTION,
        delay=timedelta(hours=1),
    ),
)
