"""Putting a file on the record: checked as a whole first, then written in one transaction."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from cestvous.activities.contributions.actions import CommentElsewhere, ContributionElsewhere, take_in
from cestvous.activities.contributions.kind import NAME as CONTRIBUTIONS
from cestvous.commands.importing.problems import Problems
from cestvous.commands.importing.records import CommentLine, ContributionLine, Header, ImportFile
from cestvous.foundation.journal.models import Event
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock
from cestvous.procedure.consultations import kinds
from cestvous.procedure.consultations.actions import FILE, Preparation, Provenance, take_over
from cestvous.procedure.consultations.events import IMPORTED
from cestvous.procedure.consultations.models import Consultation, Theme
from cestvous.procedure.rules.templates import load as load_template

TEMPLATE = "standard"
Progress = Callable[[int], None]
"""Told from time to time how many lines have been dealt with."""
Record = ContributionLine | CommentLine
_TICK = 500


class FileHasProblems(Exception):
    """The file can't be imported: ``problems`` says why."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(f"{problems.count} problems")
        self.problems = problems


class FileChangedMeanwhile(Exception):
    """The file was written to between its check and its import."""


@dataclass(frozen=True)
class Leads:
    """Who leads the consultation here: ``agent`` acts, by ``agent_mandate``; ``sponsor`` will sign."""

    agent: Person
    agent_mandate: Mandate
    sponsor: Mandate


@dataclass(frozen=True)
class Checked:
    """A file without fault."""

    header: Header
    digest: str
    counts: dict[str, int]


def check(path: Path, progress: Progress) -> Checked:
    """Read the whole file. Raises FileHasProblems with as many of them as can be found, OSError if it can't be read."""
    problems = Problems()
    with path.open("rb") as opened:
        file = _import_file(opened_as=opened, problems=problems)
        for _record in _ticking(file.records(), progress):
            pass
    if problems or file.header is None:
        raise FileHasProblems(problems)
    return Checked(file.header, file.digest, dict(file.counts))


def imported_as(key: str) -> tuple[Consultation, str, datetime] | None:
    """The consultation imported under this key, the digest of its file, and when; None if there is none."""
    consultation = Consultation.objects.filter(import_key=key).first()
    if consultation is None:
        return None
    event = Event.objects.of(consultation.reference).filter(kind=IMPORTED.name).latest("pk")
    return consultation, str(event.facts[FILE]), event.recorded_at


def calendar(header: Header, synthesis_starts: datetime) -> list[datetime]:
    """When each phase starts: what was lived is lived on its dates; what is to come takes its usual time from now."""
    durations = load_template(TEMPLATE, kinds.acts_of_all()).durations
    starts = [header.presented_on, header.opened_on, synthesis_starts]
    # On the city's wall clock, so that the change to summer time moves no phase by an hour.
    following = timezone.localtime(max(synthesis_starts, clock.now()))
    for duration in durations[2:]:
        following += duration
        starts.append(following.astimezone(UTC))
    return starts


@transaction.atomic
def load(path: Path, checked: Checked, leads: Leads, synthesis_starts: datetime, progress: Progress) -> Consultation:
    """Put a checked file on the record, whole or not at all."""
    header = checked.header
    words = header.words
    preparation = Preparation(
        title=words["title"],
        question=words["question"],
        summary=words["summary"],
        presentation=words["presentation"],
        open_to_discussion=words["open_to_discussion"],
        not_open=words["not_open"],
        how_decided=words["how_decided"],
        decided_by=words["decided_by"],
        sponsor=leads.sponsor,
        agents=[leads.agent_mandate],
        neighbourhoods=list(Neighbourhood.objects.filter(slug__in=header.neighbourhoods)),
    )
    consultation = take_over(
        by=leads.agent,
        preparation=preparation,
        starts=calendar(header, synthesis_starts),
        provenance=Provenance(key=header.key, origin=header.origin, digest=checked.digest, language=header.language),
        themes=header.themes,
    )
    activity = consultation.activity_of_kind(CONTRIBUTIONS)
    if activity is None:
        raise RuntimeError(f"the template {TEMPLATE} has no contributions")
    problems = Problems()
    with path.open("rb") as opened:
        file = _import_file(opened_as=opened, problems=problems)
        take_in(by=leads.agent, to=activity, said=_said(_ticking(file.records(), progress), header))
        if problems or file.digest != checked.digest:
            raise FileChangedMeanwhile
    return consultation


def _import_file(*, opened_as: BinaryIO, problems: Problems) -> ImportFile:
    slugs = set(Neighbourhood.objects.values_list("slug", flat=True))
    return ImportFile(opened_as, problems, neighbourhoods=slugs, now=clock.now())


def _said(records: Iterable[Record], header: Header) -> Iterator[ContributionElsewhere | CommentElsewhere]:
    themes = {theme.slug: theme for theme in Theme.objects.filter(slug__in=header.themes)}
    neighbourhoods = {row.slug: row for row in Neighbourhood.objects.all()}
    for record in records:
        # With the platform's name: somebody of the same name elsewhere is somebody else.
        author = f"{record.author} ({header.platform})"
        if isinstance(record, ContributionLine):
            yield ContributionElsewhere(
                key=record.id,
                author=author,
                said_at=record.said_on,
                title=record.title,
                body=record.body,
                language=record.language,
                theme=themes.get(record.theme),
                neighbourhood=neighbourhoods.get(record.neighbourhood),
                tally=record.tally,
            )
        else:
            yield CommentElsewhere(
                contribution=record.contribution,
                author=author,
                said_at=record.said_on,
                body=record.body,
                language=record.language,
                side=record.side,
                agreed=record.votes,
            )


def _ticking(records: Iterable[Record], progress: Progress) -> Iterator[Record]:
    for count, record in enumerate(records, start=1):
        if not count % _TICK:
            progress(count)
        yield record
