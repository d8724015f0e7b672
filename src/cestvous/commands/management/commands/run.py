"""``cestvous run``: serves a city."""

import os
import tempfile
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
        # A page is work for a core; threads wait for the database and for those who send slowly.
        cores = max(2, min(os.cpu_count() or 2, 8))
        parser.add_argument("--workers", type=int, default=cores, help="processes: as many as cores, two at least")
        parser.add_argument("--threads", type=int, default=4, help="threads of each process")
        parser.add_argument("--renew-after", type=int, default=0, help="replace a process after so many requests")

    def handle(self, *args: object, bind: str, workers: int, threads: int, renew_after: int, **options: object) -> None:
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
        command = web_server.command(
            bind=bind, workers=workers, threads=threads, log_level=_level(), renew_after=renew_after
        )
        # In our place: signals and the exit code go straight to and from gunicorn.
        os.execve(command[0], command, os.environ | _handed_on())  # noqa: S606 — our own command


def _level() -> str:
    """The level of our log, as gunicorn calls it."""
    return str(settings.LOG_LEVEL).lower()


def _handed_on() -> dict[str, str]:
    """What gunicorn has to know of our settings, which it never reads; and a place for the measures of this run."""
    told = {name: str(getattr(settings, name)) for name in ("LOG_FORMAT", "LOG_LEVEL", "METRICS_BIND")}
    told["LEAVING_SECONDS"] = str(settings.LEAVING_SECONDS)
    if settings.METRICS_BIND:
        told["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="cestvous-measures-")
    return told
