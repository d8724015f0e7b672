"""Contributions, positions, and tallies from elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, StrIndex
from django.utils.translation import gettext_lazy as _

from cestvous.foundation.authors.models import Author
from cestvous.foundation.discussions.models import Thread
from cestvous.foundation.sources.models import Source, Standing, Version, speakers, voices
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel.personal_data import NOTHING_PERSONAL, PersonalData
from cestvous.kernel.references import Reference
from cestvous.kernel.stems import EDGE, within
from cestvous.procedure.consultations.models import Activity, Consultation, Theme


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


def _mostly(side: str, other: str) -> Q:
    outnumbered = (Q(**{f"{side}__gte": F(few) * AT_LEAST_TIMES}) for few in (other, "mixed_count"))
    return Q(*outnumbered, **{f"{side}__gte": SEVERAL})


_TENDENCIES = {
    Tendency.CONTESTED: Q(for_count__gte=SEVERAL, against_count__gte=SEVERAL)
    & Q(for_count__lte=F("against_count") * AT_MOST_TIMES, against_count__lte=F("for_count") * AT_MOST_TIMES),
    Tendency.AGREED: _mostly("for_count", "against_count") | _mostly("against_count", "for_count"),
}


@dataclass(frozen=True)
class Order:
    """A way through contributions: by a whole number known to the database, then by their own number.

    Pages follow one another by the place and the number of the last one shown: what comes before them is never read
    again, and a contribution that stays in its place is shown exactly once, whatever is said meanwhile.
    """

    place: Combinable
    place_falls: bool = False
    number_falls: bool = False

    def arrange(self, rows: ContributionQuerySet) -> ContributionQuerySet:
        """``rows`` in this order, each with its ``place``."""
        by = (F("place").desc() if self.place_falls else F("place").asc(), "-number" if self.number_falls else "number")
        return rows.annotate(place=self.place).order_by(*by)

    def after(self, rows: ContributionQuerySet, place: int, number: int) -> ContributionQuerySet:
        """Those of ``rows`` that come after the one at ``place`` with ``number``."""
        place_not_before, place_beyond = ("lte", "lt") if self.place_falls else ("gte", "gt")
        beyond = Q(**{f"place__{place_beyond}": place})
        beside = Q(**{f"number__{'lt' if self.number_falls else 'gt'}": number})
        # The first condition follows from the second; an index understands it.
        return rows.alias(place=self.place).filter(Q(**{f"place__{place_not_before}": place}), beyond | beside)


NEWEST_FIRST = Order(F("number"), place_falls=True, number_falls=True)
# Comments that are shown, imported ones too; among equals the newest first.
MOST_DISCUSSED = Order(F("thread__comment_count"), place_falls=True, number_falls=True)
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


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def of(self, consultation: Consultation) -> ContributionQuerySet:
        return self.filter(activity__consultation=consultation)

    def to(self, activities: Iterable[Activity]) -> ContributionQuerySet:
        """Those of a consultation whose activities are known: indexes begin with the activity."""
        return self.filter(activity__in=[activity.pk for activity in activities])

    def published(self) -> ContributionQuerySet:
        return self.filter(source__standing=Standing.PUBLISHED)

    def with_words(self) -> ContributionQuerySet:
        related = ("source__current", *voices("source__"), "thread", "theme", "neighbourhood")
        return self.select_related(*related).prefetch_related(speakers("source__"))

    def with_same_text(self) -> ContributionQuerySet:
        """Each with ``same_text``: how many published ones of its consultation say the same, itself included."""
        alike = Source.objects.filter(
            consultation=OuterRef("source__consultation"),
            kind="contribution",
            standing=Standing.PUBLISHED,
            current__fingerprint=OuterRef("source__current__fingerprint"),
        )
        counted = alike.order_by().values("consultation").annotate(count=Count("pk")).values("count")
        return self.annotate(same_text=Coalesce(Subquery(counted), 0))

    def with_tendency(self) -> ContributionQuerySet:
        """Each with its ``tendency``, empty if positions on it show none."""
        known = [When(condition, Value(tendency.value)) for tendency, condition in _TENDENCIES.items()]
        return self.annotate(tendency=Case(*known, default=Value(""), output_field=models.CharField()))

    def saying(self, stems: Iterable[str]) -> ContributionQuerySet:
        """Those that say all of these stems now, in their title or below it; none if nothing is asked for."""
        rows = self.none()
        for count, stem in enumerate(stems):
            rows = (rows if count else self).filter(source__current__stems__contains=within(stem))
        return rows

    def places_of(self, stems: Sequence[str]) -> models.QuerySet[Contribution, tuple[int, ...]]:
        """For each its number, where the stems of its title end, and where it says each of ``stems``; 0 is nowhere."""
        within_it = F("source__current__stems")
        places = {f"place_{count}": StrIndex(within_it, Value(within(stem))) for count, stem in enumerate(stems)}
        rows = self.annotate(edge=StrIndex(within_it, Value(within(EDGE))), **places)
        return rows.order_by("number").values_list("number", "edge", *places)

    def that_are(self, tendency: Tendency) -> ContributionQuerySet:
        return self.filter(_TENDENCIES[tendency])

    def latest_first(self) -> ContributionQuerySet:
        return self.order_by("-number")


class Contribution(models.Model):
    """What one author says in answer to a consultation's question."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField()
    source = models.OneToOneField(Source, models.PROTECT)
    thread = models.OneToOneField(Thread, models.PROTECT)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="+")
    neighbourhood = models.ForeignKey(Neighbourhood, models.PROTECT, null=True, blank=True, related_name="+")
    stays_after_erasure = models.BooleanField(default=True)
    for_count = models.PositiveIntegerField(default=0)
    against_count = models.PositiveIntegerField(default=0)
    mixed_count = models.PositiveIntegerField(default=0)

    personal: ClassVar[PersonalData] = PersonalData(
        about=_("What you say: contributions, questions, comments, reasons, objections"),
        fields={"neighbourhood": _("which neighbourhood you speak of")},
        kept=_("for as long as the consultation's public record"),
    )
    objects = ContributionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["activity", "number"], name="one_contribution_for_a_public_number"),
        )
        indexes = (
            models.Index(
                "activity",
                F("for_count") + F("mixed_count") + F("against_count"),
                "number",
                name="contributions_by_positions",
            ),
        )

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def reference(self) -> Reference:
        return Reference("contribution", self.number, self.source.consultation)

    @property
    def title(self) -> str:
        return self.source.words.title


class Position(models.Model):
    """Where one person stands on a contribution; public as a count only. ``version``: the one they judged."""

    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="positions")
    author = models.ForeignKey(Author, models.PROTECT, related_name="+")
    stance = models.CharField(max_length=7, choices=Stance)
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    reason = models.OneToOneField(Source, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    personal: ClassVar[PersonalData] = PersonalData(
        about=_("Your positions and agreements"),
        fields={"author": _("that they are yours"), "stance": _("your opinion: for, against or mixed")},
        kept=_("until you withdraw them or your account is erased"),
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["contribution", "author"], name="one_position_per_person"),)

    def __str__(self) -> str:
        return f"{self.author_id} {self.stance} {self.contribution_id}"


class TallyElsewhere(models.Model):
    """Votes cast on another platform, as it counted them: shown as such, never mixed with positions taken here."""

    contribution = models.OneToOneField(Contribution, models.PROTECT, related_name="tally_elsewhere")
    for_count = models.PositiveIntegerField()
    against_count = models.PositiveIntegerField()
    mixed_count = models.PositiveIntegerField()

    personal: ClassVar[PersonalData] = NOTHING_PERSONAL

    def __str__(self) -> str:
        return f"{self.for_count}/{self.against_count}/{self.mixed_count}"
