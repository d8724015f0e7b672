"""Giving public numbers and keeping counts. Called last in an action: the register's row is what writers wait for."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import F

from cestvous.foundation.authors.models import Author, AuthorKind
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
def allot_many(consultation: Consultation, kind: str, how_many: int) -> range:
    """The next ``how_many`` public numbers of a kind, in a row; as many more of it stand."""
    register, _made = Register.objects.get_or_create(consultation=consultation, kind=kind)
    rows = Register.objects.filter(pk=register.pk)
    rows.update(last_number=F("last_number") + how_many, count=F("count") + how_many)
    last = rows.values_list("last_number", flat=True).get()
    return range(last - how_many + 1, last + 1)


@action
def recount(consultation: Consultation, kind: str, by: int) -> None:
    """One more or one fewer of a kind stands, without a new number."""
    register, _made = Register.objects.get_or_create(consultation=consultation, kind=kind)
    Register.objects.filter(pk=register.pk).update(count=F("count") + by)


@action
def take_part(consultation: Consultation, author: Author, at: datetime) -> None:
    """Count somebody among those who took part, once: an organisation apart from people."""
    _kept, made = Participation.objects.get_or_create(consultation=consultation, author=author, defaults={"since": at})
    if made:
        recount(consultation, "organisations" if author.kind == AuthorKind.ORGANISATION else "people", by=1)


@action
def take_part_many(consultation: Consultation, since: Mapping[Author, datetime]) -> None:
    """Count many people among those who took part, each once, since the earliest instant known of each."""
    known = {
        row.author_id: row for row in Participation.objects.filter(consultation=consultation, author__in=since.keys())
    }
    made = Participation.objects.bulk_create(
        Participation(consultation=consultation, author=author, since=at)
        for author, at in since.items()
        if author.pk not in known
    )
    if made:
        recount(consultation, "people", by=len(made))
    for author, at in since.items():
        if author.pk in known and at < known[author.pk].since:
            Participation.objects.filter(pk=known[author.pk].pk).update(since=at)
