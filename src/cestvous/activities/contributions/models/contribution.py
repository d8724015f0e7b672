"""Contributions, positions, and tallies from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, ClassVar

from django.db import connection, models
from django.db.models import Count, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, StrIndex
from django.utils.translation import gettext_lazy as _

from cestvous.activities.contributions.models.orders import Stance, Tendency
from cestvous.foundation.authors.models import Author
from cestvous.foundation.discussions.models import Thread
from cestvous.foundation.files.models import File
from cestvous.foundation.sources.models import Source, Standing, Version, speakers, voices
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel.databases.prepared import Blank, any_of
from cestvous.kernel.personal_data import NOTHING_PERSONAL, PersonalData
from cestvous.kernel.references import Reference
from cestvous.kernel.stems import EDGE, within
from cestvous.procedure.consultations.models import Activity, Consultation, Theme

# What is said by fewer than one in so many of the latest contributions is looked for in the index of words.
LATEST, RARE_IS_ONE_IN = 300, 50


class Indexed(Func):
    """That an index of words knows a stem in a titled text; no condition at all where the database has none.

    It only ever follows from what is asked for besides: who finds is the same on every database.
    """

    output_field = models.BooleanField()

    def as_sql(self, compiler: Any, connection: Any, *_asked: Any, **_context: Any) -> tuple[str, Any]:
        return "1 = 1", []

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, Any]:
        (stems, _none), (title, _no), (stem, asked) = (compiler.compile(each) for each in self.get_source_expressions())
        return f"(to_tsvector('simple', {stems}) @@ plainto_tsquery('simple', {stem}) AND {title} <> '')", list(asked)


@cache
def _same_text() -> Coalesce:
    """Made once: each query takes a copy, which is sooner done."""
    alike = Contribution.objects.shown().filter(activity=OuterRef("activity"), fingerprint=OuterRef("fingerprint"))
    counted = alike.order_by().values("fingerprint").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


@cache
def _file_count() -> Coalesce:
    of_it = File.objects.filter(consultation=OuterRef("source__consultation"), owner_number=OuterRef("number"))
    shown = of_it.filter(owner_kind="contribution", attached_at__isnull=False).published()
    counted = shown.order_by().values("owner_kind").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def of(self, consultation: Consultation) -> ContributionQuerySet:
        return self.filter(activity__consultation=consultation)

    def to(self, activities: Iterable[Activity]) -> ContributionQuerySet:
        """Those of a consultation whose activities are known: indexes begin with the activity."""
        return self.filter(activity__in=[activity.pk for activity in activities])

    def in_any_of(self, activities: Iterable[int | Blank]) -> ContributionQuerySet:
        """As ``to``, by the keys of the activities, or the blanks that they will fill in; nearly always one."""
        return self.filter(any_of("activity", activities))

    def published(self) -> ContributionQuerySet:
        return self.filter(source__standing=Standing.PUBLISHED)

    def with_words(self) -> ContributionQuerySet:
        related = ("source__current", *voices("source__"), "thread", "theme", "neighbourhood")
        return self.select_related(*related).prefetch_related(speakers("source__"))

    def shown(self) -> ContributionQuerySet:
        """``published``, by the column that indexes and counts know."""
        return self.filter(is_shown=True)

    def with_same_text(self) -> ContributionQuerySet:
        """Each with ``same_text``: how many published ones say the same, itself included."""
        return self.annotate(same_text=_same_text())

    def with_file_count(self) -> ContributionQuerySet:
        """Each with ``file_count``: how many files it shows."""
        return self.annotate(file_count=_file_count())

    def saying(self, stems: Iterable[str], *, are_rare: bool = False) -> ContributionQuerySet:
        """Those that say all of these stems now, in their title or below it; none if nothing is asked for.

        ``are_rare``: an index of words finds them sooner than looking at one contribution after the other.
        """
        rows = self.none()
        for count, stem in enumerate(stems):
            rows = (rows if count else self).filter(source__current__stems__contains=within(stem))
            if are_rare:
                rows = rows.filter(Indexed(F("source__current__stems"), F("source__current__title"), Value(stem)))
        return rows

    def are_rare(self, stems: Sequence[str]) -> bool:
        """Are these stems said by so few that an index pays? Told from the latest contributions, in one query.

        Not even asked where the database has no index of words.
        """
        if not stems or connection.vendor != "postgresql":
            return False
        latest = self.order_by("-number").values("pk")[:LATEST]
        said = Q(*(Q(source__current__stems__contains=within(stem)) for stem in stems))
        counted = Contribution.objects.filter(pk__in=latest).aggregate(all=Count("pk"), saying=Count("pk", filter=said))
        return bool(counted["all"] == LATEST and counted["saying"] * RARE_IS_ONE_IN < LATEST)

    def places_of(self, stems: Sequence[str]) -> models.QuerySet[Contribution, tuple[int, ...]]:
        """For each its number, where the stems of its title end, and where it says each of ``stems``; 0 is nowhere."""
        within_it = F("source__current__stems")
        places = {f"place_{count}": StrIndex(within_it, Value(within(stem))) for count, stem in enumerate(stems)}
        rows = self.annotate(edge=StrIndex(within_it, Value(within(EDGE))), **places)
        return rows.order_by("number").values_list("number", "edge", *places)

    def that_are(self, tendency: Tendency) -> ContributionQuerySet:
        return self.filter(tendency=tendency)

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
    # What lists are narrowed by, as it follows from positions, from who speaks and from the words: kept by actions.
    tendency = models.CharField(max_length=9, choices=Tendency, blank=True, default="")
    is_for_many = models.BooleanField(default=False)
    is_shown = models.BooleanField(default=True)
    fingerprint = models.CharField(max_length=64, blank=True, default="")

    personal: ClassVar[PersonalData] = PersonalData(
        about=_("What you say: contributions, questions, comments, reasons, objections"),
        fields={
            "neighbourhood": _("which neighbourhood you speak of"),
            "fingerprint": _("a digest of them, to notice what is sent twice"),
        },
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
            models.Index(
                fields=["activity", "fingerprint", "number"], condition=Q(is_shown=True), name="contributions_alike"
            ),
            models.Index(
                fields=["activity", "theme", "number"], condition=Q(is_shown=True), name="contributions_of_a_theme"
            ),
            models.Index(
                fields=["activity", "neighbourhood", "number"],
                condition=Q(is_shown=True),
                name="contributions_of_a_place",
            ),
            models.Index(
                fields=["activity", "tendency", "number"],
                condition=Q(is_shown=True) & ~Q(tendency=""),
                name="contributions_by_tendency",
            ),
            models.Index(
                fields=["activity", "number"],
                condition=Q(is_shown=True, is_for_many=True),
                name="contributions_for_many",
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
