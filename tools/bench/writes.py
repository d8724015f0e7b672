"""The forms that are sent, each one new: nobody says the same twice, or stands twice on one contribution."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, cycle, islice, product
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import override

from cestvous.activities.contributions.models import Contribution, Position
from cestvous.foundation.discussions.models import Comment
from tools.bench.load import Form
from tools.bench.pages import City
from tools.bench.people import Session

WORDS = (
    "La place manque d'ombre en été, et les bancs sont en plein soleil. Plantons des arbres le long du tramway : les "
    "enfants de l'école y passent chaque jour, les personnes âgées s'y arrêtent. Cela s'est fait ailleurs pour peu."
)
# Enough for nobody to have written them all.
SPREAD = 400
_serial = count(1)


def _on(city: City) -> list[Contribution]:
    """Contributions on which one may speak, evenly spread over all of them."""
    published = Contribution.objects.of(city.consultation).published().order_by("number").select_related("source")
    keys = list(published.values_list("pk", flat=True))
    return list(published.filter(pk__in=keys[:: max(1, len(keys) // SPREAD)]))


def _contributions(city: City, sessions: Sequence[Session]) -> Iterator[Form]:
    path = reverse("contribute", args=[city.consultation.number])
    for session in cycle(sessions):
        number = next(_serial)
        told = {
            "title": f"De l'ombre sur la place, proposition {number}",
            "body": f"{WORDS} ({number})",
            "language": "fr",
            "stays_after_erasure": "stay",
        }
        yield _form(path, session, told)


def _positions(city: City, sessions: Sequence[Session]) -> Iterator[Form]:
    subjects = _on(city)
    people = [session.person.pk for session in sessions]
    taken = set(
        Position.objects.filter(contribution__in=subjects, author__person__in=people)
        .order_by("pk")
        .values_list("contribution_id", "author__person_id")
    )
    authors = dict(
        Contribution.objects.filter(pk__in=[subject.pk for subject in subjects])
        .order_by("pk")
        .values_list("pk", "source__author__person_id")
    )
    stances = cycle(("for", "against", "mixed"))
    # Everybody elsewhere at any moment, as in life: those who follow one another are not on the same contribution.
    for shift, (index, session) in product(range(len(subjects)), enumerate(sessions)):
        subject, person = subjects[(index * len(subjects) // len(sessions) + shift) % len(subjects)], session.person.pk
        if (subject.pk, person) not in taken and authors[subject.pk] != person:
            path = reverse("take_position", args=[city.consultation.number, subject.number])
            yield _form(path, session, {"stance": next(stances), "reason": ""})


def _comments(city: City, sessions: Sequence[Session]) -> Iterator[Form]:
    subjects = _on(city)
    for session, subject in zip(cycle(sessions), cycle(subjects), strict=False):
        path = reverse("comment_on_contribution", args=[city.consultation.number, subject.number])
        yield _form(path, session, {"side": "for", "body": f"{WORDS} ({next(_serial)})"})


def _form(path: str, session: Session, told: dict[str, str]) -> Form:
    return Form(path, session.cookies, urlencode({"csrfmiddlewaretoken": session.token, **told}))


@dataclass(frozen=True)
class Write:
    """A form, and the rows of which each that is accepted makes one."""

    name: str
    forms: Callable[[City, Sequence[Session]], Iterator[Form]]
    rows: type[Model]

    def some(self, city: City, sessions: Sequence[Session], most: int) -> list[Form]:
        with override("fr"):
            return list(islice(self.forms(city, sessions), most))

    def count(self) -> int:
        return int(self.rows._base_manager.count())


WRITES = (
    Write("contribute", _contributions, Contribution),
    Write("position", _positions, Position),
    Write("comment", _comments, Comment),
)
