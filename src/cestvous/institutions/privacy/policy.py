"""What erasing an account does, told beforehand: the page states it and the action does it, from these same rows."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from cestvous.activities.contributions.models import Contribution, ContributionQuerySet, Position
from cestvous.foundation.authors.models import Author, AuthorKind
from cestvous.foundation.discussions.models import Endorsement
from cestvous.foundation.drafts.models import Draft
from cestvous.foundation.files.models import File, FileQuerySet, FileStanding
from cestvous.foundation.mandates.models import Mandate, MandateQuerySet
from cestvous.foundation.organisations.models import Representative
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source, SourceQuerySet, Standing, Version
from cestvous.institutions.privacy.models import Words
from cestvous.kernel import clock, digests
from cestvous.procedure.consultations.models import Consultation, Participation, State

CONTRIBUTION, REASON = "contribution", "reason"


@dataclass(frozen=True)
class Wish:
    """What somebody wants of their words: contributions, for each of which they chose once, and all the others."""

    contributions: Words = Words.AS_CHOSEN
    others: Words = Words.STAY


@dataclass(frozen=True)
class Effect:
    """What there is to erase, in numbers. Words in office, and those for organisations, stay: they are counted apart.

    ``chosen_to_go``: how many of the ``contributions`` their author wanted erased with the account. ``taken_back``:
    texts that are shown to nobody any more. ``alone``: organisations that nobody would represent. ``unled``:
    consultations that nobody would lead.
    """

    contributions: int
    chosen_to_go: int
    questions: int
    comments: int
    objections: int
    taken_back: int
    positions: int
    reasons: int
    endorsements: int
    drafts: int
    files: int
    took_part: int
    for_organisations: int
    in_office: int
    represented: tuple[str, ...]
    alone: tuple[str, ...]
    functions: tuple[str, ...]
    in_force: tuple[str, ...]
    unled: tuple[str, ...]

    @property
    def chosen_to_stay(self) -> int:
        return self.contributions - self.chosen_to_go

    @property
    def others(self) -> int:
        return self.questions + self.comments + self.objections

    @property
    def digest(self) -> str:
        """What a form carries, so that nothing else is done than what was stated."""
        return digests.plain(asdict(self))


def author_or_nobody(person: Person) -> Author:
    """The author that speaks for a person; one that said nothing, if there is none yet: reading makes none."""
    return Author.objects.filter(person=person).first() or Author(pk=0, person=person, kind=AuthorKind.ACCOUNT)


def own_texts(author: Author) -> SourceQuerySet:
    """What somebody said for themselves: not in office, not for an organisation."""
    return Source.objects.filter(author=author, mandate__isnull=True)


def contributions_of(author: Author) -> ContributionQuerySet:
    return Contribution.objects.filter(source__author=author, source__mandate__isnull=True)


def contributions_that_go(author: Author, wish: Wish) -> ContributionQuerySet:
    """Those whose words are erased: by the wish, or because they are shown to nobody any more."""
    goes = ~Q(source__standing=Standing.PUBLISHED)
    if wish.contributions == Words.AS_CHOSEN:
        goes |= Q(stays_after_erasure=False)
    rows = contributions_of(author)
    return rows if wish.contributions == Words.GO else rows.filter(goes)


def others_that_go(author: Author, wish: Wish) -> SourceQuerySet:
    """Questions, comments and objections whose words are erased. Reasons go with the positions they were given for."""
    rows = own_texts(author).exclude(kind__in=(CONTRIBUTION, REASON))
    return rows if wish.others == Words.GO else rows.exclude(standing=Standing.PUBLISHED)


def files_of(author: Author) -> FileQuerySet:
    """What somebody joined to words of their own, or to nothing yet."""
    own = own_texts(author).filter(
        kind=OuterRef("owner_kind"), number=OuterRef("owner_number"), consultation=OuterRef("consultation")
    )
    return File.objects.filter(Q(owner_number__isnull=True) | Exists(own), author=author)


def mandates_not_over(person: Person) -> MandateQuerySet:
    """Those in force, and those to come."""
    return Mandate.objects.filter(not_over(), person=person)


def not_over() -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate(clock.now()))


class _HowMany(Subquery):
    """How many rows there are, as a column: many such counts are one query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = models.IntegerField()


def effect_of(person: Person, author: Author) -> Effect:
    """What there is to erase of this account now. Five queries at most."""
    mandates = list(Mandate.objects.filter(person=person).order_by("starts_on", "pk"))
    not_over = set(mandates_not_over(person).order_by("pk").values_list("pk", flat=True)) if mandates else set[int]()
    rows = Representative.objects.of(person).confirmed().with_names().order_by("organisation__author__name", "pk")
    represented = {row.organisation_id: row.organisation.name for row in rows}
    others = Representative.objects.confirmed().filter(organisation__in=represented).exclude(author=author)
    shared = set(others.order_by("pk").values_list("organisation_id", flat=True)) if represented else set[int]()
    return Effect(
        **_counts(person, author),
        represented=tuple(represented.values()),
        alone=tuple(name for number, name in represented.items() if number not in shared),
        functions=tuple(mandate.function for mandate in mandates),
        in_force=tuple(mandate.function for mandate in mandates if mandate.pk in not_over),
        unled=tuple(_unled_without(person) if not_over else ()),
    )


def _counts(person: Person, author: Author) -> dict[str, Any]:
    texts = own_texts(author)
    shown = texts.filter(standing=Standing.PUBLISHED)
    contributions = contributions_of(author).filter(source__standing=Standing.PUBLISHED)
    counted: dict[str, models.QuerySet[Any, Any]] = {
        "contributions": contributions,
        "chosen_to_go": contributions.filter(stays_after_erasure=False),
        "questions": shown.filter(kind="question"),
        "comments": shown.filter(kind="comment"),
        "objections": shown.filter(kind="objection"),
        "taken_back": texts.exclude(standing=Standing.PUBLISHED).exclude(kind=REASON),
        "positions": Position.objects.filter(author=author),
        "reasons": shown.filter(kind=REASON),
        "endorsements": Endorsement.objects.filter(author=author),
        "drafts": Draft.objects.filter(author=author),
        "files": files_of(author).exclude(standing=FileStanding.WITHDRAWN),
        "took_part": Participation.objects.filter(author=author),
        "for_organisations": Source.objects.filter(
            Exists(Version.objects.filter(source=OuterRef("pk"), through__author=author))
        ),
        "in_office": Source.objects.filter(mandate__person=person),
    }
    columns = {name: _HowMany(rows.order_by().values("pk")) for name, rows in counted.items()}
    return dict(Person.objects.filter(pk=person.pk).values(**columns).get())


def _unled_without(person: Person) -> list[str]:
    """The titles of consultations that nobody else leads."""
    leading = Mandate.objects.at(clock.now()).filter(person__is_active=True)
    rows = Consultation.objects.exclude(state__in=(State.CANCELLED, State.ARCHIVED))
    rows = rows.filter(agents__in=leading.filter(person=person)).exclude(agents__in=leading.exclude(person=person))
    return list(rows.order_by("number").distinct().values_list("title", flat=True))
