"""What is numbered and counted within one consultation, as it happens: never recomputed to show a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import BigAutoField
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.authors.models import Author
from cestvous.kernel.databases.prepared import Blank, Prepared
from cestvous.kernel.personal_data import NOTHING_PERSONAL, PersonalData
from cestvous.procedure.consultations.models.consultation import Consultation


class Register(models.Model):
    """The last public number given to a kind of thing in a consultation, and how many of them stand today."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="registers")
    kind = models.CharField(max_length=40)
    last_number = models.PositiveBigIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    class Meta:
        ordering = ("kind",)
        constraints = (models.UniqueConstraint(fields=["consultation", "kind"], name="one_register_for_a_kind"),)

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.kind}: {self.count}"


@dataclass(frozen=True)
class Numbered:
    """What a register says of a kind of thing."""

    last_number: int
    count: int


def _registers() -> Any:
    rows = Register.objects.filter(consultation=Blank("consultation", BigAutoField()))
    return rows.order_by("kind").values_list("kind", "last_number", "count")


_REGISTERS = Prepared(_registers)


def registers_of(consultation: Consultation) -> dict[str, Numbered]:
    """What is numbered and counted in a consultation, by kind: one query."""
    return {kind: Numbered(last, count) for kind, last, count in _REGISTERS.rows(consultation=consultation.pk)}


def counts_of(consultation: Consultation) -> dict[str, int]:
    """How many of each kind stand today: one query."""
    return {kind: numbered.count for kind, numbered in registers_of(consultation).items()}


class Participation(models.Model):
    """That somebody took part in a consultation, whatever they did: each is counted once, organisations apart."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="+")
    author = models.ForeignKey(Author, models.PROTECT, related_name="+")
    since = models.DateTimeField()

    personal: ClassVar[PersonalData] = PersonalData(
        about=_("Taking part in a consultation"),
        fields={"author": _("that you took part")},
        kept=_("for as long as the consultation's public record"),
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["consultation", "author"], name="people_are_counted_once"),)

    def __str__(self) -> str:
        return f"{self.author_id} in {self.consultation_id}"
