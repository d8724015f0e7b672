"""What is done in the city of these tests by processes that have its database: founding it, and looking it over."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import send_mail
from django.db.models import Count
from django.test import Client

from cestvous.activities.contributions.models import Contribution, Position
from cestvous.activities.questions.models import Question
from cestvous.foundation.discussions.models import Comment
from cestvous.foundation.journal.models import Event, Seal, Unsealed
from cestvous.foundation.mandates.models import Role
from cestvous.foundation.outbox.models import Letter
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.procedure.consultations.models import Consultation, Phase
from tests.activities.counts import wrong_counts, wrong_numbers
from tests.factories import a_consultation, a_contribution, a_neighbourhood, a_person, appointed, fresh, in_phase
from tests.machinery.clock import CLOCK

HOURS = (0, 1, 100, 200, 300, 400)


def _open(agent: Person, official: Person) -> Consultation:
    """A consultation that takes contributions by the real clock."""
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)
    CLOCK.freeze(began)
    starts = [began + timedelta(hours=hours) for hours in HOURS]
    consultation = in_phase(a_consultation(agent, official, starts=starts), "consultation", after=timedelta(minutes=1))
    CLOCK.freeze(None)
    return fresh(consultation)


def _begins_after(agent: Person, official: Person, seconds: float) -> None:
    """A consultation whose second phase begins after so many seconds, and the third two seconds later."""
    now = clock.now()
    starts = [now + timedelta(seconds=after) for after in (0.0, seconds, seconds + 2)]
    a_consultation(agent, official, starts=[*starts, *(starts[-1] + timedelta(days=days) for days in (1, 2, 3))])


def found(people: int, begins_after: list[float], letters: int) -> dict[str, Any]:
    """A consultation that takes contributions, others whose phases are about to begin, people, and mail to send."""
    # The clock that the factories move stands in for ours, as in every test.
    clock._frozen = CLOCK  # type: ignore[assignment]
    drouot = a_neighbourhood("Drouot")
    agent, official = a_person("Nadia Weber"), a_person("Claire Muller")
    appointed(agent, Role.AGENT, "chargée de participation")
    appointed(official, Role.OFFICIAL, "adjointe")
    consultation = _open(agent, official)
    contribution = a_contribution(a_person("Samira Benali", neighbourhood=drouot), consultation)
    residents = [a_person(neighbourhood=drouot) for _number in range(people)]
    for seconds in begins_after:
        _begins_after(agent, official, seconds)
    for number in range(letters):
        send_mail("Votre adresse", "Suivez ce lien.", None, [f"personne-{number}@exemple.test"])
    return {
        "number": consultation.number,
        "contribution": contribution.number,
        "sessions": [_session(person) for person in residents],
    }


def _session(person: Person) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


def look_over(acknowledged: dict[str, list[str]], positions: dict[str, str]) -> list[str]:
    """All that is not as it must be. ``acknowledged``: by kind, the words that were; ``positions``: by session."""
    wrong: list[str] = []
    there = {
        "contribution": list(Contribution.objects.values_list("source__current__title", flat=True)),
        "question": list(Question.objects.values_list("source__current__body", flat=True)),
        "comment": list(Comment.objects.values_list("source__current__body", flat=True)),
    }
    for kind, words in acknowledged.items():
        counted = {each: there[kind].count(each) for each in words}
        wrong += [
            f"{kind} {each!r}: acknowledged, there {count} times" for each, count in counted.items() if count != 1
        ]
        wrong += [f"{kind} {each!r} is there twice" for each in set(there[kind]) if there[kind].count(each) > 1]
    for session, stance in positions.items():
        person = SessionStore(session).get("_auth_user_id")
        stances = list(Position.objects.filter(author__person=person).values_list("stance", flat=True))
        if stances != [stance]:
            wrong.append(f"a position {stance} was acknowledged, there is {stances}")
    for consultation in Consultation.objects.order_by("pk"):
        wrong += wrong_counts(consultation) + wrong_numbers(consultation)
    entered = Event.objects.filter(kind="consultations.phase-entered").values("subject_number", "facts__phase")
    wrong += [f"entered twice: {row}" for row in entered.annotate(times=Count("pk")).filter(times__gt=1)]
    late = Phase.objects.filter(entered_at__isnull=True, starts_at__lt=clock.now() - timedelta(seconds=30))
    wrong += [f"{phase.key} was never entered" for phase in late]
    if Unsealed.objects.exists() or Seal.objects.count() != Event.objects.count():
        wrong.append(f"{Unsealed.objects.count()} events are not sealed")
    return wrong


def waiting() -> dict[str, Any]:
    """What the workers still have to do: letters by their recipients, and how many events are not sealed."""
    return {"letters": list(Letter.objects.values_list("recipient", flat=True)), "unsealed": Unsealed.objects.count()}
