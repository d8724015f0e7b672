"""Authors."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cestvous.foundation.people.models import Person
from cestvous.kernel.personal_data import KeptFor, PersonalData


class AuthorKind(models.TextChoices):
    ACCOUNT = "account", gettext_lazy("resident")
    ORGANISATION = "organisation", gettext_lazy("organisation")
    COUNCIL = "council", gettext_lazy("citizens' council")
    PAPER = "paper", gettext_lazy("on paper")
    IMPORTED = "imported", gettext_lazy("imported")
    ERASED = "erased", gettext_lazy("account erased")


# Who speaks for many is counted apart from people. An imported name may be either: most are people.
BODIES = (AuthorKind.ORGANISATION, AuthorKind.COUNCIL)
PEOPLE = tuple(kind for kind in AuthorKind if kind not in BODIES)


def new_identifier() -> str:
    """An identifier that nobody can guess or count: it appears in the public register."""
    return secrets.token_hex(8)


class AuthorQuerySet(models.QuerySet["Author"]):
    def with_names(self) -> AuthorQuerySet:
        return self.select_related("person")


class Author(models.Model):
    """Who speaks. An account's author takes its name from the person; the others carry their own."""

    identifier = models.CharField(max_length=16, unique=True, default=new_identifier)
    kind = models.CharField(max_length=12, choices=AuthorKind)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="author")
    name = models.CharField(max_length=120, blank=True)

    personal: ClassVar[PersonalData] = PersonalData(
        kept_for=KeptFor.PARTICIPATION,
        about=gettext_lazy("The link between you and your words"),
        fields={
            "person": gettext_lazy("your account"),
            "name": gettext_lazy("the name given on paper, or on the site that was imported"),
        },
        kept=gettext_lazy("until erasure, which leaves an author without a name"),
    )
    objects = AuthorQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="account", person__isnull=False) | (~Q(kind="account") & Q(person__isnull=True)),
                name="an_account_speaks_for_its_person",
            ),
            models.UniqueConstraint(
                fields=["name"], condition=Q(kind="imported"), name="one_author_for_an_imported_name"
            ),
        )

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        if self.person is not None:
            return self.person.name
        return self.name or _("Erased account")
