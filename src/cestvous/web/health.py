"""What machines ask: does this process live, and may it receive requests.

Answered before anything else: a load balancer asks by number, without TLS, and has no session. Neither logged nor
counted. What is missing is named; why is in the log, of which nobody on the network reads a line.
"""

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse

from cestvous.kernel.databases.absence import at_most
from cestvous.kernel.leaving import LEAVING

logger = logging.getLogger(__name__)
ANSWERS, MISSING = "answers", "does not answer"


class Readiness:
    """What this process needs before it may receive requests, asked in order. Each says what is the matter, or None."""

    def __init__(self) -> None:
        self.migrated = False
        self.said: dict[str, str] = {}

    def database(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return ANSWERS

    def migrations(self) -> str:
        """Asked until they are all there. Newer code may add more: an older process goes on with those it knows."""
        if not self.migrated:
            known = MigrationLoader(None).graph.leaf_nodes()
            self.migrated = set(known) <= MigrationRecorder(connection).applied_migrations().keys()
        return "applied" if self.migrated else "not applied"

    def cache(self) -> str:
        cache.get("ready")
        return ANSWERS

    def look(self) -> tuple[bool, dict[str, str]]:
        """May requests come, and how each thing stands."""
        if LEAVING.is_set():
            return False, {"process": "leaves"}
        found: dict[str, str] = {}
        # A probe that waited would be taken for a server that hangs; what serves readers may be more patient.
        with at_most(0):
            self._ask(found)
        self.said = found
        return all(state in {ANSWERS, "applied"} for state in found.values()), found

    def _ask(self, found: dict[str, str]) -> None:
        """Ask for one thing after the other, as long as they are there."""
        for name, ask in (("database", self.database), ("migrations", self.migrations), ("cache", self.cache)):
            try:
                # Who asks each second waits for nobody.
                with at_most(0):
                    found[name] = ask()
            except Exception as error:  # whatever it is: this server can't serve
                found[name] = MISSING
                if self.said.get(name) != MISSING:
                    logger.warning("Not ready, %s: %s", name, error, exc_info=not isinstance(error, Error))
            if found[name] not in {ANSWERS, "applied"}:
                break


class HealthMiddleware:
    """Answers ``/healthz`` and ``/readyz``; hands on all the rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.readiness = Readiness()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return _unkept(HttpResponse("ok\n", content_type="text/plain"))
        if request.path_info == "/readyz":
            ready, found = self.readiness.look()
            answer = _unkept(JsonResponse({"ready": ready, **found}, status=200 if ready else 503))
            if not ready:
                answer.headers["Retry-After"] = "1"
            return answer
        return self.get_response(request)


def _unkept(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    # Django's own word for: the log has heard of it. Probes come every second.
    answer._has_been_logged = True  # type: ignore[attr-defined]
    answer.headers["Content-Length"] = str(len(answer.content))
    return answer
