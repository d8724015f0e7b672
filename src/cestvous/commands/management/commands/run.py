"""``cestvous run``: serves a city."""

import os
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from cestvous.commands import web_server


class Command(BaseCommand):
    help = "Serves the city with gunicorn, in the foreground. The worker is another process: cestvous worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port, or unix:/path/of/a/socket")
        parser.add_argument("--workers", type=int, default=min(2 * (os.cpu_count() or 1) + 1, 9), help="processes")
        parser.add_argument("--threads", type=int, default=4, help="threads of each process")

    def handle(self, *args: object, bind: str, workers: int, threads: int, **options: object) -> None:
        if settings.EXAMPLE_CITY:
            raise CommandError(_("EXAMPLE_CITY is set: a real city doesn't let anybody sign in as anybody."))
        if workers < 1 or threads < 1:
            raise CommandError(_("At least one worker and one thread are needed."))
        if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
            raise CommandError(_("The static files are missing: run “cestvous collectstatic” first."))
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError(_("The database is not up to date: run “cestvous migrate” first."))
        # Rate limits are counted there; making it again does nothing.
        call_command("createcachetable", verbosity=0)
        connection.close()
        command = web_server.command(bind=bind, workers=workers, threads=threads)
        # In our place: signals and the exit code go straight to and from gunicorn.
        os.execv(command[0], command)  # noqa: S606 — our own command
