"""One consultation at every moment of its life, and everything in it that something can be done to.

Nothing here is saved: the policy looks at what it is given, so a moment is a calendar and a thing is an object.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cestvous.activities.contributions.models import Contribution
from cestvous.activities.decisions.models import Commitment, Decision
from cestvous.activities.questions.models import Question
from cestvous.activities.syntheses.models import Finding, FindingVersion, Objection, Synthesis, SynthesisVersion
from cestvous.activities.syntheses.policy import AboutSource
from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.authors.models import Author, AuthorKind
from cestvous.foundation.discussions.models import Comment
from cestvous.foundation.mandates.policy import Reader
from cestvous.foundation.organisations.models import Organisation, Representative
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources.models import Source, Standing, Version
from cestvous.kernel import clock
from cestvous.procedure.consultations.models import Activity, Consultation, State
from cestvous.procedure.consultations.policy import Remark
from tests.factories import activity
from tests.policy.table import BEFORE, PHASES, On

HOUR = timedelta(hours=1)


@contextmanager
def standing_at(consultation: Consultation, moment: str, state: State) -> Iterator[datetime]:
    """The consultation as it is at a moment of its standard procedure, in a state; yields that instant."""
    planned = consultation.schedule
    entered = 0 if moment == BEFORE else PHASES.index(moment.removesuffix(" over")) + 1
    phases = tuple(
        replace(phase, entered_at=phase.starts_at if index < entered else None)
        for index, phase in enumerate(planned.phases)
    )
    if moment.endswith(" over"):
        waiting_since = phases[entered].starts_at
        at, now = waiting_since + HOUR, replace(planned, phases=phases, waiting_since=waiting_since)
    else:
        at = phases[0].starts_at - HOUR if moment == BEFORE else phases[entered - 1].starts_at + HOUR
        now = replace(planned, phases=phases)
    before = consultation.state
    consultation.__dict__["schedule"], consultation.state = now, state
    try:
        yield at
    finally:
        consultation.__dict__["schedule"], consultation.state = planned, before


@dataclass(frozen=True)
class Thing:
    """Something that an act is done to."""

    act: str
    on: On
    subject: Any


class Scene:
    """What a reader finds in a consultation: things of their own and of somebody else."""

    def __init__(self, consultation: Consultation, reader: Reader, somebody_else: Person) -> None:
        self.consultation = consultation
        self.anothers = author_of(somebody_else)
        self.own = author_of(reader) if isinstance(reader, Person) else None
        self.organisations = list(self._organisations(reader))

    def _organisations(self, reader: Reader) -> Iterator[tuple[On, Representative]]:
        """Who speaks for three organisations; nobody asks the administrator, who represents none."""
        yield On.ANOTHER_ORGANISATION, self._representative(self.anothers, "Le Club")
        if self.own is None or not isinstance(reader, Person) or reader.is_administrator:
            return
        yield On.FORMER, self._representative(self.own, "L'Amicale")
        represented = self._representative(self.own, "Les Jardins")
        # What the policy reads once for each reader.
        reader.__dict__["_known_representations"] = [represented]
        yield On.REPRESENTED, represented

    def _representative(self, speaker: Author, name: str) -> Representative:
        author = Author.objects.create(kind=AuthorKind.ORGANISATION, name=name)
        return Representative(author=speaker, organisation=Organisation(author=author), function="présidente")

    def _said_for_organisations(self) -> Iterator[tuple[On, Source]]:
        for on, speaker in self.organisations:
            source = self._source(speaker.organisation.author, Standing.PUBLISHED)
            source.current = Version(number=1, through=speaker)
            yield on, source

    def _sources(self) -> Iterator[tuple[On, Source]]:
        """A text by the reader and one by somebody else, each as it is and withdrawn."""
        yield On.ANOTHERS, self._source(self.anothers, Standing.PUBLISHED)
        yield On.ANOTHERS_WITHDRAWN, self._source(self.anothers, Standing.WITHDRAWN)
        if self.own is not None:
            yield On.OWN, self._source(self.own, Standing.PUBLISHED)
            yield On.OWN_WITHDRAWN, self._source(self.own, Standing.WITHDRAWN)

    def _source(self, author: Author, standing: Standing) -> Source:
        return Source(author=author, standing=standing, must_be_accounted_for=True, said_at=clock.now())

    def _activity(self, kind: str) -> Activity:
        return activity(self.consultation, kind)

    def things(self) -> Iterator[Thing]:
        """Every act with everything that it can be done to."""
        yield from self._questions()
        yield from self._contributions()
        yield from self._syntheses()
        yield from self._decisions()

    def _questions(self) -> Iterator[Thing]:
        row = self._activity("questions")
        yield Thing("questions.ask", On.ACTIVITY, row)
        for on, source in self._sources():
            for act in ("questions.reply", "questions.withdraw"):
                yield Thing(act, on, Question(activity=row, number=1, source=source))

    def _contributions(self) -> Iterator[Thing]:
        row = self._activity("contributions")
        yield Thing("contributions.submit", On.ACTIVITY, row)
        for on, source in (*self._sources(), *self._said_for_organisations()):
            contribution = Contribution(activity=row, number=1, source=source)
            for name in ("edit", "take_position", "comment", "withdraw", "withdraw_position"):
                yield Thing(f"contributions.{name}", on, contribution)
        for on, source in self._sources():
            yield from self._remark("contributions", row, on, source)

    def _remark(self, kind: str, row: Activity, on: On, source: Source) -> Iterator[Thing]:
        for name in ("endorse", "withdraw_comment", "withdraw_endorsement"):
            yield Thing(f"{kind}.{name}", on, Remark(row, Comment(number=1, source=source)))

    def _syntheses(self) -> Iterator[Thing]:
        row = self._activity("syntheses")
        synthesis = Synthesis(activity=row)
        for name in ("write", "publish", "revise"):
            yield Thing(f"syntheses.{name}", On.ACTIVITY, row)
        published = FindingVersion(number=1, published_in=SynthesisVersion(pk=1, number=1))
        yield Thing("syntheses.comment", On.ANOTHERS, Finding(synthesis=synthesis, number=1, current=published))
        draft = FindingVersion(number=1)
        yield Thing("syntheses.comment", On.DRAFT, Finding(synthesis=synthesis, number=2, current=draft))
        for on, source in self._said_for_organisations():
            yield Thing("syntheses.object", on, AboutSource(row, source))
        for on, source in self._sources():
            yield Thing("syntheses.object", on, AboutSource(row, source))
            objection = Objection(synthesis=synthesis, number=1, source=source)
            yield Thing("syntheses.reply", on, objection)
            yield Thing("syntheses.withdraw_objection", on, objection)
            yield from self._remark("syntheses", row, on, source)
        answered = self._source(self.anothers, Standing.PUBLISHED)
        yield Thing(
            "syntheses.reply", On.ANSWERED, Objection(synthesis=synthesis, number=2, source=answered, reply_id=1)
        )

    def _decisions(self) -> Iterator[Thing]:
        row = self._activity("decisions")
        for name in ("draft", "sign", "rectify"):
            yield Thing(f"decisions.{name}", On.ACTIVITY, row)
        yield Thing("decisions.report", On.ANOTHERS, Commitment(decision=Decision(activity=row), number=1))
