"""Where the time of one page goes: ``python -m tools.bench.profiling PLACES NAME``.

``NAME:resident`` is the page of somebody signed in. In this process, through the same door as the web server, with the
data of DATABASE_URL. A program, and not to be imported: it loads Django.
"""

import cProfile
import io
import pstats
import sys
import time
from collections.abc import Callable
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import django

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 — once Django is loaded
from django.db import connection  # noqa: E402 — likewise
from django.test.utils import CaptureQueriesContext  # noqa: E402 — likewise

from tools.bench import people  # noqa: E402 — likewise
from tools.bench.pages import PAGES, City  # noqa: E402 — likewise
from tools.bench.places import Places  # noqa: E402 — likewise
from tools.bench.results import RESIDENT  # noqa: E402 — likewise

BEFORE, TIMES, LINES = 5, 40, 45


def through_the_door(path: str, cookies: str) -> Callable[[], int]:
    """Asks for a page as a web server does; gives how many bytes came."""
    application = get_wsgi_application()
    path, _mark, query = path.partition("?")

    def ask() -> int:
        environ = {
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_COOKIE": cookies,
            "HTTP_ACCEPT_LANGUAGE": "fr",
            "HTTP_ACCEPT_ENCODING": "gzip",
        }
        setup_testing_defaults(environ)
        answer = application(environ, lambda *_said: None)  # type: ignore[arg-type]  # nobody writes through it
        weight = sum(map(len, answer))
        answer.close()
        return weight

    return ask


def main(arguments: list[str]) -> int:
    places, (name, _mark, who) = Places.read(Path(arguments[0])), arguments[1].partition(":")
    page = next((page for page in PAGES if page.name == name), None)
    if page is None:
        print("Pages:", *(page.name for page in PAGES), file=sys.stderr)
        return 1
    signed_in = page.is_personal or who == RESIDENT
    cookies = people.Session(people.found(places.people[:1])[0]).cookies if signed_in else ""
    path = page.path(City.of(places))
    ask = through_the_door(path, cookies)
    for _time in range(BEFORE):
        ask()
    with CaptureQueriesContext(connection) as queries:
        weight = ask()
    began = time.process_time()
    for _time in range(TIMES):
        ask()
    spent = time.process_time() - began
    with cProfile.Profile() as profile:
        for _time in range(TIMES):
            ask()
    told = io.StringIO()
    for order in ("tottime", "cumulative"):
        pstats.Stats(profile, stream=told).strip_dirs().sort_stats(order).print_stats(LINES)
    print(told.getvalue())
    for query in sorted(queries.captured_queries, key=lambda query: -float(query["time"])):
        print(f"{1_000 * float(query['time']):8.1f} ms  {query['sql'][:200]}")
    print(f"\n{path}: {1_000 * spent / TIMES:.2f} ms of processor here, {len(queries)} queries, {weight:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
