"""Giving public numbers and keeping counts. Called last in an action: the register's row is what writers wait for."""

from datetime import datetime

from django.db.models import F

from cestvous.foundation.authors.models import Author
from cestvous.kernel.transactions import action
from cestvous.procedure.consultations.models import Consultation, Participation, Register


@action
def allot(consultation: Consultation, kind: str) -> int:
    """The next public number of a kind in a consultation; one more of it stands."""
    register, _made = Register.objects.get_or_create(consultation=consultation, kind=kind)
    rows = Register.objects.filter(pk=register.pk)
    rows.update(last_number=F("last_number") + 1, count=F("count") + 1)
    return rows.values_list("last_number", flat=True).get()


@action
def recount(consultation: Consultation, kind: str, by: int) -> None:
    """One more or one fewer of a kind stands, without a new number."""
    register, _made = Register.objects.get_or_create(consultation=consultation, kind=kind)
    Register.objects.filter(pk=register.pk).update(count=F("count") + by)


@action
def take_part(consultation: Consultation, author: Author, at: datetime) -> None:
    """Count somebody among the people who took part, once."""
    _kept, made = Participation.objects.get_or_create(
        consultation=consultation, author=author, defaults={"since": at}
    )
    if made:
        recount(consultation, "people", by=1)
