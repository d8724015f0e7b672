"""What processes of their own do in tests, see ``tests.machinery.elsewhere``: each as a request or a worker would."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections

from cestvous.activities.contributions import actions as contributions
from cestvous.activities.contributions.models import Stance
from cestvous.foundation.people.models import Person
from cestvous.kernel.verdicts import Refused
from cestvous.procedure.consultations.actions import settle_all_due
from cestvous.procedure.consultations.models import Activity, Consultation
from tests.activities.together import contribution_of

THREADS = 4
# Nobody goes on for longer, whatever the fault that is looked for.
AT_LONGEST = 60.0


def take_positions(people: list[int], contribution: int) -> list[str]:
    """Each of them takes position, some in the same instant; returns what went wrong."""

    def take(part: list[int]) -> list[str]:
        wrong = []
        for pk in part:
            try:
                by, stance = Person.objects.get(pk=pk), list(Stance)[pk % 3]
                contributions.take_position(by=by, contribution=contribution_of(contribution), stance=stance)
            except Exception as error:
                wrong.append(repr(error))
        connections.close_all()
        return wrong

    with ThreadPoolExecutor(THREADS) as pool:
        parts = pool.map(take, [people[part::THREADS] for part in range(THREADS)])
        return [wrong for part in parts for wrong in part]


def contribute_until_refused(person: int, activity: int, name: str) -> dict[str, Any]:
    """Contribute again and again; returns the numbers of what was accepted, and whether it was refused in the end."""
    by = Person.objects.get(pk=person)
    accepted: list[int] = []
    end = time.monotonic() + AT_LONGEST
    while time.monotonic() < end:
        # Loaded anew as a request does, without settling: what a page was shown counts for nothing.
        to = Activity.objects.select_related("consultation").get(pk=activity)
        try:
            said = contributions.submit(by=by, to=to, title=f"{name} {len(accepted)}", body="Plus d'arbres.")
        except Refused:
            return {"accepted": accepted, "refused": True}
        accepted.append(said.number)
    return {"accepted": accepted, "refused": False}


def work_until_entered(consultation: int, phase: str) -> bool:
    """Do what the worker does, without its pauses, until a phase has been entered."""
    end = time.monotonic() + AT_LONGEST
    while time.monotonic() < end:
        settle_all_due()
        current = Consultation.objects.with_procedure().get(pk=consultation).schedule.current
        if current is not None and current.key == phase:
            return True
    return False
