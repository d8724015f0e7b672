"""Who lives in the example city, as its files tell."""

from dataclasses import dataclass
from datetime import timedelta

from cestvous.foundation.mandates.models import Role
from cestvous.foundation.organisations.models import OrganisationSort
from cestvous.foundation.people.models import AgeBand, NameKind
from cestvous.institutions.agency.models import PageName


@dataclass(frozen=True)
class NeighbourhoodText:
    key: str
    name: str
    population: int


@dataclass(frozen=True)
class ResidentText:
    key: str
    name: str
    name_kind: NameKind
    neighbourhood: str
    age_band: AgeBand | str


@dataclass(frozen=True)
class MandateText:
    """Somebody who holds a mandate, and by which act."""

    key: str
    name: str
    email: str
    role: Role
    function: str
    act: str
    neighbourhood: str


@dataclass(frozen=True)
class OrganisationText:
    """An organisation, and the resident who asks to represent it. ``waits``: no agent has confirmed it yet."""

    key: str
    name: str
    sort: OrganisationSort
    about: str
    registration: str
    by: str
    function: str
    waits: bool


@dataclass(frozen=True)
class PeopleText:
    neighbourhoods: tuple[NeighbourhoodText, ...]
    themes: dict[str, str]
    mandates: tuple[MandateText, ...]
    residents: tuple[ResidentText, ...]
    organisations: tuple[OrganisationText, ...]
    administrator: tuple[str, str]
    """Name and address."""


@dataclass(frozen=True)
class PageText:
    """What an agent wrote on a standing page, so long ago."""

    page: PageName
    by: str
    ago: timedelta
    reason: str
    title: str
    body: str
