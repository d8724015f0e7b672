"""A small city with a consultation that takes contributions now: ``python -m tests.failover.seed WRITERS``, once.

A program of its own, since it lives in another database and at another time than the tests do.
"""

import os
import sys
from datetime import timedelta

import django
import psycopg

WRITERS, READERS = "Plume", "Lecture"


def _make_database() -> None:
    server = os.environ["DATABASE_URL"].replace("/cestvous?", "/postgres?")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE cestvous")


def main(people: int) -> None:
    _make_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cestvous.config.settings")
    django.setup()
    build(people)


def build(people: int) -> None:
    # Django has to be set up before its models can be imported; this is a program, which nobody imports.
    from django.core.management import call_command

    from cestvous.foundation.mandates.models import Role
    from cestvous.kernel import clock
    from tests import factories

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    now = clock.now()
    days = [timedelta(days=days) for days in (-30, -1, 30, 60, 90, 120)]
    with clock.at(now - timedelta(days=30)):
        agent, official = factories.a_person("Nadia Weber"), factories.a_person("Claire Muller")
        factories.appointed(agent, Role.AGENT, "chargée de participation")
        factories.appointed(official, Role.OFFICIAL, "adjointe à l'urbanisme")
        drouot = factories.a_neighbourhood("Drouot", 5_100)
        for number in range(1, people + 1):
            factories.a_person(f"{WRITERS} {number}", neighbourhood=drouot)
            factories.a_person(f"{READERS} {number}", neighbourhood=drouot)
        consultation = factories.a_consultation(agent, official, starts=[now + each for each in days])
    print(consultation.number)


if __name__ == "__main__":
    main(int(sys.argv[1]))
