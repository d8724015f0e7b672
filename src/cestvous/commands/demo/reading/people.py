"""Reading who lives in the example city, and the pages that its agents rewrote."""

from datetime import timedelta

from cestvous.commands.demo.tables import BrokenText, Table
from cestvous.commands.demo.texts import (
    MandateText,
    NeighbourhoodText,
    OrganisationText,
    PageText,
    PeopleText,
    ResidentText,
)
from cestvous.foundation.mandates.models import Role
from cestvous.foundation.organisations.models import OrganisationSort
from cestvous.foundation.people.models import AgeBand, NameKind
from cestvous.institutions.agency.models import PageName


def pages_text(file: Table, people: PeopleText) -> tuple[PageText, ...]:
    """The standing pages that agents have rewritten."""
    agents = {row.key for row in people.mandates if row.role == Role.AGENT}
    pages = tuple(_page(row, agents) for row in file.tables("pages"))
    file.finished()
    return pages


def _page(row: Table, agents: set[str]) -> PageText:
    read = PageText(
        page=PageName(row.one_of("page", PageName.values)),
        by=row.one_of("by", agents),
        ago=timedelta(days=row.number("days_ago", at_least=1)),
        reason=row.words("reason", 300),
        title=row.words("title", 160),
        body=row.words("body"),
    )
    row.finished()
    return read


def people_text(file: Table) -> PeopleText:
    """Who lives in the city, what it is made of, and who speaks for whom."""
    rows = file.table("neighbourhoods")
    neighbourhoods = tuple(_neighbourhood(key, rows.table(key)) for key in rows.names)
    known = {row.key for row in neighbourhoods}
    themes = file.table("themes")
    administrator = file.table("administrator")
    people = PeopleText(
        neighbourhoods=neighbourhoods,
        themes={key: themes.words(key, 80) for key in themes.names},
        mandates=tuple(_mandate(row, known) for row in file.tables("mandates")),
        residents=tuple(_resident(row, known) for row in file.tables("residents")),
        organisations=tuple(_organisation(row) for row in file.tables("organisations")),
        administrator=(administrator.words("name", 80), administrator.words("email")),
    )
    keys = [row.key for row in people.mandates] + [row.key for row in people.residents]
    missing = sorted({row.by for row in people.organisations} - {row.key for row in people.residents})
    if missing:
        raise BrokenText(file.place, f"no resident has the key {missing[0]!r}")
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise BrokenText(file.place, f"two people have the key {twice[0]!r}")
    file.finished()
    return people


def _neighbourhood(key: str, row: Table) -> NeighbourhoodText:
    read = NeighbourhoodText(key, row.words("name", 80), row.number("population"))
    row.finished()
    return read


def _mandate(row: Table, neighbourhoods: set[str]) -> MandateText:
    read = MandateText(
        key=row.words("key"),
        name=row.words("name", 80),
        email=row.words("email"),
        role=Role(row.one_of("role", Role.values)),
        function=row.words("function", 120),
        act=row.words("act", 120),
        neighbourhood=row.one_of("neighbourhood", neighbourhoods) if row.has("neighbourhood") else "",
    )
    row.finished()
    return read


def _resident(row: Table, neighbourhoods: set[str]) -> ResidentText:
    read = ResidentText(
        key=row.words("key"),
        name=row.words("name", 80),
        name_kind=NameKind(row.one_of("name_kind", NameKind.values)),
        neighbourhood=row.one_of("neighbourhood", neighbourhoods),
        age_band=AgeBand(row.one_of("age_band", AgeBand.values)) if row.has("age_band") else "",
    )
    row.finished()
    return read


def _organisation(row: Table) -> OrganisationText:
    read = OrganisationText(
        key=row.words("key"),
        name=row.words("name", 120),
        sort=OrganisationSort(row.one_of("sort", OrganisationSort.values)),
        about=row.words("about", 1_000),
        registration=row.perhaps("registration", 10),
        by=row.words("by"),
        function=row.words("function", 80),
        waits=row.flag("waits"),
    )
    row.finished()
    return read
