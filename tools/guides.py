"""Takes the pictures of the guides anew, from an example city of its own: ``make guides``.

A script, and not to be imported: it prepares the environment of an example city before Django is loaded. Arguments are
names of pictures; without any, all are taken. Ends with 1, naming the picture, when a step no longer works.
"""

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.picturing import city  # noqa: E402 — found once the path is set

FOLDER = tempfile.TemporaryDirectory(prefix="cestvous-guides-")
city.prepare(Path(FOLDER.name))

import django  # noqa: E402 — reads the environment

django.setup()

from django.core.management import call_command  # noqa: E402 — likewise
from django.core.wsgi import get_wsgi_application  # noqa: E402 — likewise

from cestvous.commands.demo import building  # noqa: E402 — likewise
from cestvous.kernel import clock  # noqa: E402 — likewise
from tools.picturing import album  # noqa: E402 — likewise


def main(names: list[str]) -> int:
    unknown = set(names) - {picture.name for picture in album.PICTURES}
    if unknown:
        print("No such picture:", *sorted(unknown), file=sys.stderr)
        return 1
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    with clock.at(city.NOW):
        building.ensure(print)
    application = get_wsgi_application()

    def standing_still(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with clock.at(city.NOW):
            return application(environ, start_response)

    with city.served(standing_still) as origin:
        return 1 if album.fill(origin, names) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
