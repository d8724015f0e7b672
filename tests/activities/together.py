"""Several people doing things in the same instant, each on a connection of their own, as in several web processes.

Each loads what they act on anew, as a request would.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.people.models import Person
from tests.factories import a_neighbourhood, a_person

MANY = 20


def at_once(doings: Sequence[Callable[[], object]]) -> list[object]:
    """Do all of them at the same time; returns for each what it returned, or the exception that it raised."""
    start = Barrier(len(doings))

    def run(doing: Callable[[], object]) -> object:
        try:
            start.wait(timeout=20)
            return doing()
        except Exception as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(run, doings))


def failures(results: Sequence[object]) -> list[object]:
    return [result for result in results if isinstance(result, Exception)]


def anew(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def contribution_of(pk: int) -> Contribution:
    return Contribution.objects.with_words().select_related("activity__consultation").get(pk=pk)


def crowd(count: int = MANY) -> list[Person]:
    drouot = a_neighbourhood("Drouot")
    return [a_person(neighbourhood=drouot) for _number in range(count)]
