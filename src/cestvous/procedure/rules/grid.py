"""The grid: phases in a row, activities below one another, and what is open where they meet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Purpose(StrEnum):
    """What a phase is for, in the order in which a consultation goes through them."""

    PRESENTATION = "presentation"
    CONSULTATION = "consultation"
    SYNTHESIS = "synthesis"
    DEBATE = "debate"
    DECISION = "decision"
    FOLLOW_UP = "follow-up"

    @property
    def rank(self) -> int:
        return list(Purpose).index(self)


class Lead(StrEnum):
    """Whose act it is by office, whatever the audience of a cell: the agents in charge, or the sponsor."""

    AGENTS = "agents"
    SPONSOR = "sponsor"
    AGENTS_AND_SPONSOR = "agents_and_sponsor"


@dataclass(frozen=True)
class Act:
    """Something that can be done in an activity, under its permanent name ("contributions.submit").

    ``lead``: whose act it is by office; None for everybody in the cell's audience. ``until_gate``: it serves to open
    the gate of the next phase, hence stays open while that phase waits. ``always``: it never needs an opening.
    """

    name: str
    lead: Lead | None = None
    until_gate: bool = False
    always: bool = False


class AudienceKind(StrEnum):
    ANYONE = "anyone"
    ACCOUNT_HOLDERS = "account_holders"
    DECLARED_RESIDENTS = "declared_residents"
    PROVED_RESIDENTS = "proved_residents"
    NEIGHBOURHOODS = "neighbourhoods"
    ROLES = "roles"


@dataclass(frozen=True)
class Someone:
    """What an audience looks at in a person: attributes and mandates only."""

    signed_in: bool = False
    neighbourhood: str = ""
    residence_proved: bool = False
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Audience:
    """To whom a cell is open; ``neighbourhoods`` (slugs) and ``roles`` serve the kinds of these names."""

    kind: AudienceKind = AudienceKind.ACCOUNT_HOLDERS
    neighbourhoods: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()

    def admits(self, someone: Someone) -> bool:
        if self.kind == AudienceKind.ANYONE:
            return True
        if not someone.signed_in:
            return False
        return {
            AudienceKind.ACCOUNT_HOLDERS: True,
            AudienceKind.DECLARED_RESIDENTS: bool(someone.neighbourhood),
            AudienceKind.PROVED_RESIDENTS: someone.residence_proved,
            AudienceKind.NEIGHBOURHOODS: bool(someone.neighbourhood) and someone.neighbourhood in self.neighbourhoods,
            AudienceKind.ROLES: bool(someone.roles & self.roles),
        }[self.kind]


@dataclass(frozen=True)
class PhasePlan:
    """A column: ``key`` is unique in its grid. Pure time: when it starts is the schedule's business."""

    key: str
    purpose: Purpose
    title: str = ""


@dataclass(frozen=True)
class ActivityPlan:
    """A row: an activity of a ``kind``, and the ``settings`` of that kind."""

    key: str
    kind: str
    title: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Opening:
    """During ``phase``, ``activity`` lets ``audience`` do ``acts``. A cell may hold several, for several audiences."""

    activity: str
    phase: str
    acts: frozenset[str]
    audience: Audience = Audience()


@dataclass(frozen=True)
class Grid:
    """A whole procedure, without its dates."""

    phases: tuple[PhasePlan, ...]
    activities: tuple[ActivityPlan, ...]
    openings: tuple[Opening, ...]

    def phase(self, key: str) -> PhasePlan:
        return next(phase for phase in self.phases if phase.key == key)

    def cell(self, activity: str, phase: str) -> Iterator[Opening]:
        return (cell for cell in self.openings if (cell.activity, cell.phase) == (activity, phase))

    def phases_opening(self, act: str) -> list[PhasePlan]:
        """The phases in which somebody may do this act, in order."""
        open_in = {opening.phase for opening in self.openings if act in opening.acts}
        return [phase for phase in self.phases if phase.key in open_in]

    def says_the_same(self, other: "Grid") -> bool:
        """Is it the same procedure? In which order openings were written down doesn't matter."""
        return (self.phases, self.activities, set(self.openings)) == (
            other.phases,
            other.activities,
            set(other.openings),
        )

    def has(self, purpose: Purpose) -> bool:
        return any(phase.purpose == purpose for phase in self.phases)
