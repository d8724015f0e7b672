"""A small city with a consultation that takes contributions now: ``python -m tests.failover.seed 3``, once.

A script, and not to be imported: it lives in another database, and at another time, than the tests do. Says the number
of the consultation.
"""

import os
import sys
from datetime import timedelta

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cestvous.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 — once Django is set up

from cestvous.foundation.mandates.models import Role  # noqa: E402 — likewise
from cestvous.kernel import clock  # noqa: E402 — likewise
from tests import factories  # noqa: E402 — likewise

# When each phase begins, in days from now: the second one, in which people contribute, is under way.
BEGINS = (-30, -1, 30, 60, 90, 120)


def main(people: int) -> None:
    server = os.environ["DATABASE_URL"].replace("/cestvous?", "/postgres?")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE cestvous")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    starts = [clock.now() + timedelta(days=days) for days in BEGINS]
    with clock.at(starts[0]):
        agent, official = factories.a_person("Nadia Weber"), factories.a_person("Claire Muller")
        factories.appointed(agent, Role.AGENT, "chargée de participation")
        factories.appointed(official, Role.OFFICIAL, "adjointe à l'urbanisme")
        drouot = factories.a_neighbourhood("Drouot", 5_100)
        for number in range(1, people + 1):
            factories.a_person(f"Plume {number}", neighbourhood=drouot)
            factories.a_person(f"Lecture {number}", neighbourhood=drouot)
        consultation = factories.a_consultation(agent, official, starts=starts)
    sys.stdout.write(f"{consultation.number}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
