"""``cestvous demo``: an example city on this machine, built once, then served until Ctrl-C."""

import fcntl
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from cestvous.commands import web_server
from cestvous.commands.demo import building
from cestvous.commands.demo.children import Children
from cestvous.commands.demo.environment import HERE_ONLY, add_options, address, database, files, mail
from cestvous.commands.demo.inhabitants import PASSWORD
from cestvous.commands.demo.tables import BrokenText
from cestvous.commands.stopping import Stop
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.people.models import Person

READY_WITHIN_SECONDS = 60


class Command(BaseCommand):
    help = "Builds an example city, once, and serves it on this machine until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_options(parser)

    def handle(self, *args: object, host: str, port: int, reset: bool, **options: object) -> None:
        if not settings.EXAMPLE_CITY:
            raise CommandError(_("Start the example city from the command line: cestvous demo."))
        if host not in HERE_ONLY:
            raise CommandError(
                _("The example city lets anybody sign in as anybody: it listens on this machine alone (%(hosts)s).")
                % {"hosts": ", ".join(HERE_ONLY)}
            )
        _check_port(host, port)
        folder = Path(settings.STATE)
        with _alone_in(folder):
            if reset:
                self._start_over(folder)
            self._prepare()
            connection.close()
            self._serve(host, port)

    def _start_over(self, folder: Path) -> None:
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{database(folder)}{suffix}").unlink(missing_ok=True)
        for kept in (mail(folder), files(folder)):
            shutil.rmtree(kept, ignore_errors=True)
        self.stdout.write(_("The example city starts over."))

    def _prepare(self) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        started = time.monotonic()
        try:
            built = building.ensure(self._say)
        except KeyboardInterrupt as error:
            raise CommandError(_("Interrupted: nothing of it was kept."), returncode=130) from error
        except BrokenText as error:
            raise CommandError(_("A text of the example city is broken. %(error)s") % {"error": error}) from error
        if built:
            self._say(_("Built in %(seconds)d seconds.") % {"seconds": round(time.monotonic() - started)})
        else:
            self._say(_("The example city is as you left it (--reset starts over)."))
        if _static_files_are_stale():
            self._say(_("Gathering stylesheets, scripts and fonts…"))
            call_command("collectstatic", verbosity=0, interactive=False)

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def _serve(self, host: str, port: int) -> None:
        stop = Stop()
        with Children() as children:
            children.start(
                "gunicorn", web_server.command(bind=_bind(host, port), workers=2, threads=2, log_level="warning")
            )
            children.start("worker", [sys.executable, "-m", "django", "worker"])
            self._wait_until_ready(address(host, port), children, stop)
            if not stop.asked:
                self._present(address(host, port))
            while not stop.wait(0.5):
                if ended := children.ended():
                    raise CommandError(_("%(name)s has stopped; so does the example city.") % {"name": ended})
            self._say(_("Stopping…"))

    def _wait_until_ready(self, site: str, children: Children, stop: Stop) -> None:
        until = time.monotonic() + READY_WITHIN_SECONDS
        while not _answers(f"{site}/healthz"):
            if ended := children.ended():
                raise CommandError(_("%(name)s could not start.") % {"name": ended})
            if time.monotonic() > until:
                raise CommandError(_("The site does not answer."))
            if stop.wait(0.3):
                return

    def _present(self, site: str) -> None:
        rows = [
            (mandate.person.email, f"{mandate.person.name}, {mandate.function}")
            for mandate in Mandate.objects.select_related("person").order_by("pk")
        ]
        resident = Person.objects.filter(mandates__isnull=True, is_administrator=False).order_by("pk").first()
        if resident is not None:
            rows.append((resident.email, _("%(name)s, resident") % {"name": resident.name}))
        administrator = Person.objects.filter(is_administrator=True).order_by("pk").first()
        if administrator is not None:
            rows.append((administrator.email, _("%(name)s, runs the machine") % {"name": administrator.name}))
        width = max(len(email) for email, _who in rows)
        lines = [
            "",
            _("The example city is ready: %(site)s") % {"site": site},
            _("Nothing in it is real. Sign in with one click on the site, or with an address and this password:"),
            f"  {PASSWORD}",
            *(f"  {email:<{width}}  {who}" for email, who in rows),
            _("Its mail goes to files in %(folder)s.") % {"folder": mail(Path(settings.STATE))},
            _("Ctrl-C stops it; what you do in it is kept."),
            "",
        ]
        self._say("\n".join(lines))


def _bind(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{_number(host)}:{port}"


def _number(host: str) -> str:
    """A name may stand for two addresses; gunicorn and the probe must mean the same."""
    return "127.0.0.1" if host == "localhost" else host


def _check_port(host: str, port: int) -> None:
    if not 1 <= port <= 65_535:
        raise CommandError(_("There is no port %(port)d.") % {"port": port})
    family, kind, protocol, _name, where = socket.getaddrinfo(_number(host), port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(where)
        except OSError as error:
            words = _("Port %(port)d can't be used (%(reason)s). Choose another: PORT=8001 make demo, or --port 8001")
            raise CommandError(words % {"port": port, "reason": error.strerror}) from error


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Two demos in one folder would build the same city twice, or remove it under each other."""
    with (folder / "example.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            words = _("An example city is already running from %(folder)s.")
            raise CommandError(words % {"folder": folder}) from error
        yield


def _static_files_are_stale() -> bool:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return True
    gathered = manifest.stat().st_mtime
    return any(
        Path(storage.path(name)).stat().st_mtime > gathered
        for finder in get_finders()
        for name, storage in finder.list(None)
    )


def _answers(url: str) -> bool:
    """Does the site answer that it is well?"""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 — our own site on this machine
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
