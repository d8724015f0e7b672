"""Taking in what was said elsewhere: many contributions and comments at once, under their authors' imported names."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from cestvous.activities.contributions import events
from cestvous.activities.contributions import kind as acts
from cestvous.activities.contributions.actions.drawers import place_of, put_away
from cestvous.activities.contributions.models import Contribution, TallyElsewhere
from cestvous.foundation.authors.actions import author_of, imported_authors
from cestvous.foundation.authors.models import Author
from cestvous.foundation.discussions import actions as discussions
from cestvous.foundation.discussions.models import Side, Thread
from cestvous.foundation.journal.actions import Facts, record
from cestvous.foundation.people.models import Person
from cestvous.foundation.sources import actions as sources
from cestvous.foundation.sources.models import Source
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel.references import Reference
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict
from cestvous.procedure.consultations.actions import allot_many, settle, take_part_many
from cestvous.procedure.consultations.models import Activity, Consultation, Theme
from cestvous.procedure.consultations.policy import agent_mandate

AT_ONCE = 500


@dataclass(frozen=True)
class Tally:
    """Votes cast on another platform."""

    in_favour: int
    against: int
    mixed: int


@dataclass(frozen=True, kw_only=True)
class ContributionElsewhere:
    """``key`` names it among what is taken in with it."""

    key: str
    author: str
    said_at: datetime
    title: str
    body: str
    language: str
    theme: Theme | None = None
    neighbourhood: Neighbourhood | None = None
    tally: Tally | None = None


@dataclass(frozen=True, kw_only=True)
class CommentElsewhere:
    """``contribution`` is the key of what it hangs under; ``agreed``: how many agreed with it over there."""

    contribution: str
    author: str
    said_at: datetime
    body: str
    language: str
    side: Side = Side.NEUTRAL
    agreed: int | None = None


Elsewhere = ContributionElsewhere | CommentElsewhere


@action
def take_in(*, by: Person, to: Activity, said: Iterable[Elsewhere]) -> int:
    """Put on the record what was said elsewhere, into an imported consultation that nobody has spoken in yet.

    Numbers follow the order given; a contribution comes before the comments on it. ``said_at`` must lie where
    contributions were open. Returns how many were taken in. Memory stays bounded by AT_ONCE texts and the keys of the
    contributions. Raises Refused, or KeyError for a comment on an unknown key.
    """
    consultation = to.consultation
    at = settle(consultation)
    if agent_mandate(by, consultation, at) is None:
        raise Refused(Verdict.no(_("Only the agents in charge of this consultation can do this.")))
    if not consultation.import_key:
        raise Refused(Verdict.no(_("This consultation was not imported: what is said in it is said here.")))
    if Contribution.objects.filter(activity=to).exists():
        raise Refused(Verdict.no(_("This consultation already holds contributions: an import comes first.")))
    intake = _Intake(to, at, author_of(by).identifier)
    for text in said:
        intake.add(text)
    intake.flush()
    return intake.count


@dataclass
class _Intake:
    """Texts on their way in: collected until there are enough of them to be written at once."""

    to: Activity
    at: datetime
    actor: str
    contributions: list[ContributionElsewhere] = field(default_factory=list)
    comments: list[CommentElsewhere] = field(default_factory=list)
    threads: dict[str, int] = field(default_factory=dict)
    count: int = 0

    def __post_init__(self) -> None:
        self.consultation: Consultation = self.to.consultation
        self.open_periods = list(_open_periods(self.to, self.at))

    def add(self, text: Elsewhere) -> None:
        if not any(starts_at <= text.said_at < ends_at for starts_at, ends_at in self.open_periods):
            raise Refused(Verdict.no(_("Something was said when contributions were not open.")))
        if isinstance(text, ContributionElsewhere):
            self.contributions.append(text)
        else:
            self.comments.append(text)
        self.count += 1
        if max(len(self.contributions), len(self.comments)) >= AT_ONCE:
            self.flush()

    def flush(self) -> None:
        if self.contributions:
            self._put_contributions()
        if self.comments:
            self._put_comments()
        self.contributions, self.comments = [], []

    def _put_contributions(self) -> None:
        numbers = allot_many(self.consultation, acts.NAME, len(self.contributions))
        authors = self._authors(self.contributions)
        references = [Reference("contribution", number, self.consultation.number) for number in numbers]
        published = sources.publish_many(
            sources.Text(
                reference=reference,
                author=authors[said.author],
                title=said.title,
                body=said.body,
                at=said.said_at,
                must_be_accounted_for=True,
                language=said.language,
            )
            for reference, said in zip(references, self.contributions, strict=True)
        )
        threads = discussions.open_threads(under=references)
        made = Contribution.objects.bulk_create(
            Contribution(
                activity=self.to,
                number=source.number,
                source=source,
                thread=thread,
                theme=said.theme,
                neighbourhood=said.neighbourhood,
                fingerprint=source.words.fingerprint,
            )
            for said, source, thread in zip(self.contributions, published, threads, strict=True)
        )
        TallyElsewhere.objects.bulk_create(
            TallyElsewhere(
                contribution=contribution,
                for_count=said.tally.in_favour,
                against_count=said.tally.against,
                mixed_count=said.tally.mixed,
            )
            for said, contribution in zip(self.contributions, made, strict=True)
            if said.tally is not None
        )
        self.threads |= {said.key: row.thread_id for said, row in zip(self.contributions, made, strict=True)}
        put_away(place_of(row) for row in made)
        self._note("contributions", published)

    def _put_comments(self) -> None:
        numbers = allot_many(self.consultation, "comments", len(self.comments))
        authors = self._authors(self.comments)
        threads = Thread.objects.in_bulk({self.threads[said.contribution] for said in self.comments})
        made = discussions.append_many(
            discussions.Remark(
                thread=threads[self.threads[said.contribution]],
                number=number,
                author=authors[said.author],
                side=said.side,
                body=said.body,
                at=said.said_at,
                tally_elsewhere=said.agreed,
                language=said.language,
            )
            for number, said in zip(numbers, self.comments, strict=True)
        )
        self._note("comments", [comment.source for comment in made])

    def _authors(self, said: Sequence[Elsewhere]) -> dict[str, Author]:
        authors = imported_authors({text.author for text in said})
        since: dict[Author, datetime] = {}
        for text in said:
            author = authors[text.author]
            since[author] = min(text.said_at, since.get(author, text.said_at))
        take_part_many(self.consultation, since)
        return authors

    def _note(self, what: str, taken_in: Sequence[Source]) -> None:
        """One event for all that was written at once: the digest of their digests, each on a line, by number."""
        lines = "".join(f"{source.words.digest}\n" for source in taken_in)
        facts: Facts = {
            "what": what,
            "first": taken_in[0].number,
            "last": taken_in[-1].number,
            "digest": hashlib.sha256(lines.encode()).hexdigest(),
        }
        record(events.IMPORTED, on=self.consultation.reference, at=self.at, actor=self.actor, facts=facts)


def _open_periods(activity: Activity, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """When contributions were open, as lived until ``at``."""
    consultation = activity.consultation
    open_in = {
        cell.phase for cell in consultation.grid.openings if cell.activity == activity.key and acts.SUBMIT in cell.acts
    }
    for phase in consultation.schedule.phases:
        if phase.key in open_in and phase.entered_at is not None:
            ends_at = consultation.schedule.ends_at(phase.key)
            yield phase.entered_at, at if ends_at is None else min(ends_at, at)
