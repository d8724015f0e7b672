"""Organisations and their representatives."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.authors.models import Author
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.people.models import Person
from cestvous.kernel.personal_data import KeptFor, PersonalData
from cestvous.kernel.references import Reference

LONGEST_NAME, LONGEST_FUNCTION, LONGEST_ABOUT, LONGEST_REASON = 120, 80, 1_000, 400
# One letter may be drawn as several.
LONGEST_LOOKS = 4 * LONGEST_NAME


class OrganisationSort(models.TextChoices):
    ASSOCIATION = "association", _("association")
    COMPANY = "company", _("company")
    SCHOOL = "school", _("school")
    UNION = "union", _("trade union")
    PUBLIC_BODY = "public_body", _("public body")
    COLLECTIVE = "collective", _("collective")
    OTHER = "other", _("other organisation")


class RepresentativeState(models.TextChoices):
    ASKED = "asked", _("waits to be confirmed")
    CONFIRMED = "confirmed", _("confirmed")
    REFUSED = "refused", _("refused")
    ENDED = "ended", _("ended")


OPEN_STATES = (RepresentativeState.ASKED, RepresentativeState.CONFIRMED)


def slug_of(name: str) -> str:
    return slugify(name)[:60].strip("-") or "organisation"


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def public(self) -> OrganisationQuerySet:
        """Those of which somebody was confirmed as a representative, once: until then, it is only what one says."""
        return self.filter(
            Exists(Representative.objects.filter(organisation=OuterRef("pk"), confirmed_at__isnull=False))
        )

    def by_name(self) -> OrganisationQuerySet:
        return self.select_related("author").order_by("author__name", "pk")


class Organisation(models.Model):
    """An organisation of the city. Its name is its Author's and never changes: it stands beside what was said.

    ``looks``: the name as a careless reader sees it, so that no two can be taken for one another.
    ``registration``: a number of the RNA or the SIREN register.
    """

    author = models.OneToOneField(Author, models.PROTECT, related_name="organisation")
    sort = models.CharField(max_length=11, choices=OrganisationSort)
    about = models.CharField(max_length=LONGEST_ABOUT, blank=True)
    registration = models.CharField(max_length=10, blank=True)
    looks = models.CharField(max_length=LONGEST_LOOKS, unique=True)
    made_at = models.DateTimeField()

    personal: ClassVar[PersonalData] = PersonalData(
        kept_for=KeptFor.PARTICIPATION,
        about=_("The organisations that speak here"),
        fields={"author": _("its name, which may be that of somebody")},
        kept=_("for as long as what it said, which is a public record"),
    )
    objects = OrganisationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.author.name

    @property
    def slug(self) -> str:
        """The name in an address; decoration, as everywhere."""
        return slug_of(self.name)

    @property
    def reference(self) -> Reference:
        return Reference("organisation", self.pk)


class RepresentativeQuerySet(models.QuerySet["Representative"]):
    def of(self, person: Person) -> RepresentativeQuerySet:
        return self.filter(author__person=person)

    def confirmed(self) -> RepresentativeQuerySet:
        return self.filter(state=RepresentativeState.CONFIRMED)

    def waiting(self) -> RepresentativeQuerySet:
        return self.filter(state=RepresentativeState.ASKED)

    def with_names(self) -> RepresentativeQuerySet:
        return self.select_related("author__person", "organisation__author", "mandate__person")


class Representative(models.Model):
    """That somebody represents an organisation, or asks to: in which function, and since when it stands as it does.

    ``mandate``: by which it was confirmed, refused or ended last; none while nobody judged, or when they ended it.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="representatives")
    author = models.ForeignKey(Author, models.PROTECT, related_name="+")
    function = models.CharField(max_length=LONGEST_FUNCTION)
    state = models.CharField(max_length=9, choices=RepresentativeState, default=RepresentativeState.ASKED)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    state_since = models.DateTimeField()
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    personal: ClassVar[PersonalData] = PersonalData(
        kept_for=KeptFor.PARTICIPATION,
        about=_("Who represents an organisation"),
        fields={"author": _("that you asked to represent it"), "function": _("as what")},
        kept=_("for as long as what you said for it; until your account is erased if you were never confirmed"),
    )
    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "author"],
                condition=Q(state__in=OPEN_STATES),
                name="one_represents_an_organisation_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=RepresentativeState.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="confirmed_since_an_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state=RepresentativeState.REFUSED) | ~Q(reason=""), name="a_refusal_has_a_reason"
            ),
        )
        indexes = (models.Index(fields=["asked_at"], condition=Q(state="asked"), name="representatives_to_confirm"),)

    def __str__(self) -> str:
        return f"{self.author_id} for {self.organisation_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES
