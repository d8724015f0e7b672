"""The few writes of the example city that no page makes: what the agency would have set up before opening."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress

from cestvous.commands.demo.texts import NeighbourhoodText
from cestvous.foundation.people.actions import mark_words_seen
from cestvous.foundation.people.models import Person
from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel import clock
from cestvous.procedure.consultations.models import Theme


def make_neighbourhoods(texts: tuple[NeighbourhoodText, ...]) -> dict[str, Neighbourhood]:
    rows = (Neighbourhood(slug=row.key, name=row.name, population=row.population) for row in texts)
    return {row.slug: row for row in Neighbourhood.objects.bulk_create(rows)}


def make_themes(names: dict[str, str]) -> dict[str, Theme]:
    return {
        row.slug: row for row in Theme.objects.bulk_create(Theme(slug=key, name=name) for key, name in names.items())
    }


def make_administrator(name: str, email: str, password: str) -> Person:
    """Whoever runs the machine; holds no civic power."""
    return Person.objects.create_superuser(email, password, name=name, joined_at=clock.now())


def confirm_address(person: Person) -> None:
    """As if they had followed the link in the message: they can sign in with address and password."""
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)


def look_at_their_words(people: Iterable[Person]) -> None:
    for person in people:
        mark_words_seen(by=person, until=clock.now())
