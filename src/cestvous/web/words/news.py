"""What became of somebody's words since they last said "I have seen it".

It is read from the rows of what happened, not from a list of messages that would have to be kept.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from cestvous.activities.contributions.models import Position
from cestvous.activities.decisions.models import Answer, Commitment, DecisionVersion, Milestone, Progress
from cestvous.activities.questions.models import Question
from cestvous.activities.syntheses.models import Citation, Objection, SetAside, SynthesisVersion
from cestvous.foundation.discussions.models import Comment
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Standing
from cestvous.kernel.databases.prepared import Blank, Prepared

# As many as anybody reads at once; what is older stands in the threads below.
MOST = 30
_COLUMNS = ("what", "happened", "at_place", "thing", "near", "near_number", "many", "told")


class Happened(NamedTuple):
    """One thing that happened. ``thing``: its number; ``near`` and ``near_number``: the text or thread it is about.

    ``many`` counts what it concerns, ``told`` is a title of the city's, or that of a contribution.
    """

    what: str
    at: datetime
    consultation: int
    thing: int
    near: str = ""
    near_number: int = 0
    many: int = 0
    told: str = ""


@dataclass(frozen=True)
class Since:
    """Whose words, and since when: told when it is asked."""

    person: Any
    at: Any
    day: Any

    @property
    def findings(self) -> QuerySet[Any, Any]:
        """The findings that cite something that they said."""
        cited = Citation.objects.filter(
            source__author__person=self.person,
            finding_version__current_of__isnull=False,
            finding_version__published_in__isnull=False,
        )
        return cited.order_by().values("finding_version__finding")


_SINCE = Since(Blank("person", BigIntegerField()), Blank("at", DateTimeField()), Blank("day", DateField()))


def since_of(person: Person) -> datetime:
    """Since when things are new to somebody: since they said so, else since they have had an account."""
    return person.words_seen_at or person.joined_at


def news_of(person: Person, now: datetime) -> list[Happened]:
    """What is new, the latest first. Two queries, whatever was said and whatever became of it."""
    since = since_of(person)
    told = {"person": person.pk, "at": since, "day": timezone.localdate(since), "today": timezone.localdate(now)}
    found = [Happened(*row) for row in _NEWS.rows(**told)]
    for what, due_on, *rest in _LATE.rows(**told):
        found.append(Happened(what, timezone.make_aware(datetime.combine(due_on + timedelta(days=1), time())), *rest))
    return sorted(found, key=lambda row: row.at, reverse=True)[:MOST]


def _news() -> Any:
    first, *others = (
        rows.order_by().values_list(*_COLUMNS)
        for rows in (
            _cited(_SINCE), _set_aside(_SINCE), _replied(_SINCE), _commented(_SINCE), _objected(_SINCE),
            _signed(_SINCE), _reported(_SINCE), _rewritten(_SINCE),
        )
    )  # fmt: skip
    # Not ``all``: a finding that cites several passages of a text is one piece of news.
    return first.union(*others).order_by("-happened", "what", "thing", "near_number")[:MOST]


def _told(
    rows: QuerySet[Any, Any],
    what: str | Combinable,
    happened: str | Combinable,
    place: str,
    thing: str,
    *,
    near: str | Combinable = "",
    near_number: str | Combinable = "",
    many: Combinable | None = None,
    told: str | Combinable = "",
) -> QuerySet[Any, Any]:
    """Rows of any table under the names of ``Happened``."""

    def words(value: str | Combinable) -> Combinable:
        return Value("", CharField()) if value == "" else F(value) if isinstance(value, str) else value

    none = Value(0, IntegerField())
    named: QuerySet[Any, Any] = rows.annotate(
        what=Value(what, CharField()) if isinstance(what, str) else what,
        happened=F(happened) if isinstance(happened, str) else happened,
        at_place=F(place),
        thing=F(thing),
        near=words(near),
        near_number=none if near_number == "" else F(near_number) if isinstance(near_number, str) else near_number,
        many=many or none,
        told=words(told),
    )
    return named


def _either(condition: Q | Exists, yes: str, no: str) -> Case:
    return Case(When(condition, then=Value(yes)), default=Value(no), output_field=CharField())


def _cited(since: Since) -> QuerySet[Any, Any]:
    before = Citation.objects.filter(
        source=OuterRef("source"),
        finding_version__finding=OuterRef("finding_version__finding"),
        finding_version__number__lt=OuterRef("finding_version__number"),
    )
    rows = Citation.objects.filter(
        source__author__person=since.person,
        source__standing=Standing.PUBLISHED,
        finding_version__current_of__isnull=False,
        finding_version__published_in__published_at__gt=since.at,
    )
    return _told(
        rows, _either(Exists(before), "revised", "cited"), "finding_version__published_in__published_at",
        "source__consultation", "finding_version__finding__number", near="source__kind", near_number="source__number",
    )  # fmt: skip


def _set_aside(since: Since) -> QuerySet[Any, Any]:
    published = SynthesisVersion.objects.filter(synthesis=OuterRef("synthesis"), number=1).values("published_at")
    rows: QuerySet[Any, Any] = SetAside.objects.filter(source__author__person=since.person, lifted_at__isnull=True)
    # Set aside in a draft, it is so for readers from the publication on.
    rows = rows.annotate(out=Subquery(published[:1])).filter(out__isnull=False).annotate(since=Greatest("at", "out"))
    return _told(
        rows.filter(since__gt=since.at), "set-aside", "since", "source__consultation", "source__number",
        near="source__kind", near_number="source__number",
    )  # fmt: skip


def _replied(since: Since) -> QuerySet[Any, Any]:
    rows = Question.objects.filter(source__author__person=since.person, reply__current__written_at__gt=since.at)
    return _told(
        rows, _either(Q(reply__current__number=1), "replied", "reply-revised"), "reply__current__written_at",
        "source__consultation", "number", near="source__kind", near_number="source__number",
    )  # fmt: skip


def _commented(since: Since) -> QuerySet[Any, Any]:
    rows = Comment.objects.filter(parent__source__author__person=since.person, source__said_at__gt=since.at)
    rows = rows.filter(source__standing=Standing.PUBLISHED).exclude(source__author__person=since.person)
    return _told(
        rows, "commented", "source__said_at", "consultation", "number", near="thread__kind",
        near_number="thread__number",
    )  # fmt: skip


def _objected(since: Since) -> QuerySet[Any, Any]:
    rows = Objection.objects.filter(source__author__person=since.person, reply__said_at__gt=since.at)
    return _told(
        rows, _either(Q(outcome="revised"), "objection-revised", "objection-maintained"), "reply__said_at",
        "source__consultation", "number", near="source__kind", near_number="source__number",
    )  # fmt: skip


def _signed(since: Since) -> QuerySet[Any, Any]:
    answers = Answer.objects.filter(version=OuterRef("pk"), finding__in=since.findings).order_by().values("version")
    counted = Subquery(answers.annotate(counted=Count("pk")).values("counted"), output_field=IntegerField())
    rows = DecisionVersion.objects.signed().filter(Exists(answers), signed_at__gt=since.at)
    return _told(
        rows, _either(Q(number=1), "signed", "rectified"), "signed_at", "decision__activity__consultation__number",
        "number", many=Coalesce(counted, 0),
    )  # fmt: skip


def _following(since: Since, commitment: str) -> Exists:
    pairs = Commitment.findings.through.objects.filter(commitment=OuterRef(commitment), finding__in=since.findings)
    return Exists(pairs)


def _reported(since: Since) -> QuerySet[Any, Any]:
    rows = Progress.objects.filter(_following(since, "commitment"), at__gt=since.at)
    what = Case(
        When(done_on__isnull=False, then=Value("done")),
        When(moved_to__isnull=False, then=Value("moved")),
        default=Value("reported"),
        output_field=CharField(),
    )
    return _told(
        rows, what, "at", "commitment__decision__activity__consultation__number", "commitment__number",
        near_number="number", told=Coalesce("milestone__title", "commitment__title"),
    )  # fmt: skip


def _rewritten(since: Since) -> QuerySet[Any, Any]:
    rows = Position.objects.filter(
        author__person=since.person,
        contribution__source__standing=Standing.PUBLISHED,
        contribution__source__current__number__gt=F("version__number"),
        contribution__source__current__written_at__gt=since.at,
    )
    return _told(
        rows, "rewritten", "contribution__source__current__written_at", "contribution__source__consultation",
        "contribution__number", told="contribution__source__current__title",
    )  # fmt: skip


def _late(since: Since) -> Any:
    """Steps whose day passed without their being done: late since the day after."""
    passed = Q(due_on__lt=Blank("today", DateField()), due_on__gte=since.day)
    steps = Milestone.objects.filter(commitment=OuterRef("pk")).order_by()
    is_kept = Q(Exists(steps)) & ~Q(Exists(steps.filter(done_on__isnull=True)))
    milestones = Milestone.objects.filter(passed, _following(since, "commitment"), done_on__isnull=True)
    milestones = milestones.filter(commitment__signed_in__isnull=False)
    wholes = Commitment.objects.signed().filter(passed, _following(since, "pk")).exclude(is_kept)
    where = "decision__activity__consultation__number"
    rows = _told(milestones, "late", "due_on", f"commitment__{where}", "commitment__number", told="title").order_by()
    others = _told(wholes, "late", "due_on", where, "number", told="title").order_by()
    told = rows.values_list(*_COLUMNS).union(others.values_list(*_COLUMNS))
    return told.order_by("-happened", "thing")[:MOST]


_NEWS, _LATE = Prepared(_news), Prepared(lambda: _late(_SINCE))
