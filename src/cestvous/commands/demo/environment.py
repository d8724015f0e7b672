"""The settings of the example city. They must be in the environment before Django reads them, hence no Django here."""

import argparse
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[4]
HERE_ONLY = ("127.0.0.1", "localhost", "::1")
PORT = 8000


def add_options(parser: argparse.ArgumentParser) -> None:
    """What ``cestvous demo`` can be asked for."""
    parser.add_argument("--host", default=HERE_ONLY[0])
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--reset", action="store_true")


def address(host: str, port: int) -> str:
    """The address of the site on this machine."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def prepare(arguments: Sequence[str]) -> None:
    """Set the environment that ``cestvous demo`` with these arguments needs.

    Whatever this shell knows of a real city (its database, key and mail) is put aside: the example touches none of it.
    """
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    add_options(parser)
    try:
        asked, _others = parser.parse_known_args(list(arguments))
    except argparse.ArgumentError:
        # The command itself will say what is wrong with them.
        asked = parser.parse_args([])
    folder = Path(os.environ.get("STATE_FOLDER") or ROOT / "var" / "demo").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        STATE_FOLDER=str(folder),
        FILES_FOLDER=str(files(folder)),
        EXAMPLE_CITY="1",
        # One signs in as its people with a click: they have no phone, and nothing to prove. Its pages say so.
        SECOND_FACTOR_REQUIRED="0",
        FRESH_SIGN_IN_MINUTES="0",
        SECRET_KEY=_key(folder),
        DATABASE_URL=f"sqlite:///{quote(str(database(folder)))}",
        REPLICA_DATABASE_URL="",
        REDIS_URL="",
        S3_BUCKET="",
        EMAIL_URL=f"filemail:///{quote(str(mail(folder)))}",
        # Of any other host the command itself says why it can't be.
        SITE_URL=address(asked.host if asked.host in HERE_ONLY else HERE_ONLY[0], asked.port),
        ALLOWED_HOSTS=",".join(["127.0.0.1", "localhost", "[::1]"]),
        HTTPS="0",
        BEHIND_PROXY="0",
        DEBUG="0",
        # Its terminal tells where it is and whom to sign in as; a city's monitoring hears nothing of it.
        LOG_LEVEL="WARNING",
        LOG_FORMAT="plain",
        METRICS_BIND="",
        SENTRY_DSN="",
        # A site that exists in no network: its video shows how one is shown.
        VIDEO_HOSTS="www.youtube.com,tube.exemple.test",
    )


def database(folder: Path) -> Path:
    """Never the file of a real city, even if its state folder is given: starting over removes this one."""
    return folder / "example.sqlite3"


def files(folder: Path) -> Path:
    """What the example's people sent, apart from what those of a real city did."""
    return folder / "example-files"


def mail(folder: Path) -> Path:
    return folder / "mail"


def _key(folder: Path) -> str:
    """A key made once and kept, so that people stay signed in when the demo is started again."""
    file = folder / "example.key"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = file.read_text(encoding="ascii").strip()
        if kept:
            return kept
        descriptor = os.open(file, os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        key = secrets.token_urlsafe(50)
        opened.write(key)
    return key
