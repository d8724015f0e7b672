"""What positions come to, and the ways through contributions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from cestvous.kernel.databases.prepared import Blank

if TYPE_CHECKING:
    from cestvous.activities.contributions.models.contribution import ContributionQuerySet

# A number, or the blank that it will fill in.
Told = int | Blank


class Stance(models.TextChoices):
    FOR = "for", _("for")
    AGAINST = "against", _("against")
    MIXED = "mixed", _("mixed")


class Tendency(models.TextChoices):
    """What positions on a contribution come to. For and against are compared, never added together."""

    CONTESTED = "contested", _("Opinions divided")
    AGREED = "agreed", _("Opinions mostly one way")


# Fewer people than this on a side are no tendency.
SEVERAL = 5
# Opinions are divided as long as neither side is more than so many times the other.
AT_MOST_TIMES = 2
# They go mostly one way when one side is so many times the other, and so many times those of mixed mind.
AT_LEAST_TIMES = 5


def tendency_of(in_favour: int, against: int, mixed: int) -> Tendency | None:
    """What so many positions come to; None if they show no tendency."""
    fewer, more = sorted((in_favour, against))
    if fewer >= SEVERAL and more <= fewer * AT_MOST_TIMES:
        return Tendency.CONTESTED
    if more >= SEVERAL and more >= max(fewer, mixed) * AT_LEAST_TIMES:
        return Tendency.AGREED
    return None


class Beyond(Func):
    """Does a pair of columns come after a pair of values, in the order of an index? Both databases compare rows."""

    output_field = models.BooleanField()
    template, arg_joiner = "%(expressions)s", ", "

    def __init__(self, place: Combinable, number: str, at: Told, after: Told, *, falls: bool) -> None:
        super().__init__(place, F(number), *(Value(each) if isinstance(each, int) else each for each in (at, after)))
        self.sign = "<" if falls else ">"

    def as_sql(self, compiler: Any, connection: Any, *_asked: Any, **_context: Any) -> tuple[str, Any]:
        parts, params = [], []
        for expression in self.get_source_expressions():
            sql, values = compiler.compile(expression)
            parts.append(sql)
            params += values
        place, number, at, after = parts
        return f"({place}, {number}) {self.sign} ({at}, {after})", params


@dataclass(frozen=True)
class Order:
    """A way through contributions: by a whole number known to the database, then by their own number.

    Pages follow one another by the place and the number of the last one shown: what comes before them is never read
    again, and a contribution that stays in its place is shown exactly once, whatever is said meanwhile.
    """

    place: Combinable
    falls: bool = False
    number: str = "number"

    def arrange(self, rows: ContributionQuerySet) -> ContributionQuerySet:
        """``rows`` in this order, each with its ``place``."""
        place, number = F("place"), F(self.number)
        by = (place.desc(), number.desc()) if self.falls else (place.asc(), number.asc())
        return rows.annotate(place=self.place).order_by(*by)

    def after(self, rows: ContributionQuerySet, place: Told, number: Told) -> ContributionQuerySet:
        """Those of ``rows`` that come after the one at ``place`` with ``number``."""
        return rows.filter(Beyond(self.place, self.number, place, number, falls=self.falls))


NEWEST_FIRST = Order(F("number"), falls=True)
# Comments that are shown, imported ones too; among equals the newest first.
# A thread bears the number of what it hangs under, and an index of threads knows both.
MOST_DISCUSSED = Order(F("thread__comment_count"), falls=True, number="thread__number")
# How many people took position, whichever: it orders the list and is never shown. Among equals, first those that have
# waited longest.
FEWEST_POSITIONS = Order(F("for_count") + F("mixed_count") + F("against_count"))
# A prime: products of two numbers below it fit the whole numbers of both databases.
PRIME = 1_999_999_973


def shuffled(seed: int) -> Order:
    """An order that depends on ``seed`` and on nothing else: the same one for everybody, page after page, anywhere.

    A contribution's place is a polynomial of its number modulo a prime, of the third degree, whose four coefficients
    are a digest of the seed. It is fair: over all choices of coefficients the places of any four contributions are
    independent and even (Wegman and Carter, 1981), so that of any two, either comes first as often as the other, and
    of any four, each of their 24 orders is as frequent. Nobody can make a contribution that is shown sooner: its number
    says nothing of its place until a seed is drawn. The database computes it, with whole numbers, the same on both.
    """
    digest = hashlib.sha256(str(seed).encode()).digest()
    coefficients = [int.from_bytes(digest[start : start + 8]) % PRIME for start in range(0, 32, 8)]
    place: Combinable = Value(coefficients[0], models.BigIntegerField())
    for coefficient in coefficients[1:]:
        place = (place * F("number") + Value(coefficient, models.BigIntegerField())) % Value(PRIME)
    return Order(place)
