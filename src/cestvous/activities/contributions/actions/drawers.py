"""Keeping how many contributions there are of each kind that a list can be narrowed to.

Called last in an action, once its contributions are held: whoever writes to the same drawer waits until it commits.
Those who contribute wait for each other's number already, and few positions change a tendency.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F

from cestvous.activities.contributions.models import Contribution, Drawer, tendency_of
from cestvous.foundation.sources.models import CITED, Source


@dataclass(frozen=True, order=True)
class Place:
    """Where a contribution lies: what its drawer shares. 0 stands for no theme, and for no neighbourhood."""

    activity: int
    theme: int
    neighbourhood: int
    tendency: str
    is_for_many: bool
    is_cited: bool = False

    @property
    def key(self) -> str:
        return f"{self.theme}/{self.neighbourhood}/{self.tendency}/{self.is_for_many:d}/{self.is_cited:d}"


def place_of(row: Contribution) -> Place:
    return Place(
        row.activity_id,
        row.theme_id or 0,
        row.neighbourhood_id or 0,
        row.tendency,
        row.is_for_many,
        row.source.fate in CITED,
    )


def put_away(places: Iterable[Place]) -> None:
    """So many contributions more are shown."""
    _change(Counter(places))


def take_out(place: Place) -> None:
    """One that was shown is no longer."""
    _change(Counter({place: -1}))


def move(before: Place, after: Place) -> None:
    """One that is shown lies elsewhere now."""
    if before != after:
        _change(Counter({before: -1, after: 1}))


def lean(row: Contribution) -> None:
    """Positions on a contribution, which is held, have changed: so may their tendency."""
    before, tendency = place_of(row), tendency_of(row.for_count, row.against_count, row.mixed_count) or ""
    if row.tendency == tendency:
        return
    row.tendency = tendency
    row.save(update_fields=["tendency"])
    if row.is_shown:
        move(before, place_of(row))


def sort_anew(rows: Iterable[Contribution], sources: Mapping[int, Source]) -> None:
    """What a synthesis makes of these contributions, which are held, has changed: ``sources`` say what it is now."""
    moved: Counter[Place] = Counter()
    for row in rows:
        if row.is_shown:
            moved[place_of(row)] -= 1
            row.source = sources[row.source_id]
            moved[place_of(row)] += 1
    _change(moved)


def _change(by: Counter[Place]) -> None:
    # In one order for everybody: two writers never hold what the other waits for.
    for place, many in sorted(by.items()):
        if not many:
            continue
        drawer, _made = Drawer.objects.get_or_create(
            activity_id=place.activity,
            key=place.key,
            defaults={
                "theme_id": place.theme or None,
                "neighbourhood_id": place.neighbourhood or None,
                "tendency": place.tendency,
                "is_for_many": place.is_for_many,
                "is_cited": place.is_cited,
            },
        )
        Drawer.objects.filter(pk=drawer.pk).update(count=F("count") + many)
