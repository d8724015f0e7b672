"""``cestvous backup`` and ``cestvous restore``: a city goes on elsewhere, or somebody is told why not."""

import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from cestvous.activities.contributions.models import Contribution
from cestvous.commands.backups import archive, databases
from cestvous.foundation.journal.models import Event, Seal
from cestvous.foundation.outbox.actions import write
from cestvous.foundation.outbox.models import Letter
from cestvous.foundation.people.models import Person
from cestvous.procedure.consultations.models import Consultation
from tests.factories import a_contribution, a_sealed_journal
from tests.factories.files import a_file_of
from tests.machinery.postgresql import binaries

ROWS = ("contributions", "sources", "journal", "files", "people", "consultations", "authors", "mandates")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _programs_of_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    if (found := binaries()) is not None:
        monkeypatch.setenv("PATH", f"{found}:{os.environ['PATH']}")


@pytest.fixture
def city(contribution: Contribution, agent: Person, resident: Person, client: Client) -> Consultation:
    """A city with words, a file, a register, somebody signed in and a mail that waits."""
    consultation = contribution.activity.consultation
    a_contribution(resident, consultation)
    a_file_of(consultation, agent)
    client.force_login(resident)
    write(EmailMessage("Votre lien", "Il est bon trois jours.", to=["claire@exemple.test"]))
    a_sealed_journal()
    return consultation


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of an empty place: a database without a table, a folder without a file."""
    place = {"STATE_FOLDER": str(tmp_path / "elsewhere"), "SECRET_KEY": "another"}
    if connection.vendor == "sqlite":
        yield place
        return
    name = f"{connection.settings_dict['NAME']}_elsewhere"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    server = connection.connection.info
    who = quote(server.user) + (f":{quote(server.password)}" if server.password else "")
    where = f"host={quote(server.host, safe='')}&port={server.port}"
    yield place | {"DATABASE_URL": f"postgres://{who}@/{name}?{where}"}
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _cestvous(place: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | place
    command = [sys.executable, "-c", "from cestvous.commands.main import main; main()", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def _backup(tmp_path: Path) -> Path:
    path = tmp_path / "city.backup"
    call_command("backup", str(path), stdout=io.StringIO())
    return path


def _refusal(*arguments: str) -> str:
    with pytest.raises(CommandError) as refused:
        call_command(*arguments, stdout=io.StringIO())
    return str(refused.value)


def test_a_city_goes_on_elsewhere_as_it_was(city: Consultation, elsewhere: dict[str, str], tmp_path: Path) -> None:
    path = _backup(tmp_path)
    assert path.stat().st_mode & 0o077 == 0, "a backup names people: nobody else on the machine may read it"
    assert sorted(other.name for other in tmp_path.iterdir()) == ["city.backup"]
    restored = _cestvous(elsewhere, "restore", str(path))
    assert restored.returncode == 0, restored.stderr
    last = Seal.objects.last_numbered()
    assert last is not None
    assert last.link in restored.stdout
    here = io.StringIO()
    call_command("dumpdata", *ROWS, stdout=here)
    there = _cestvous(elsewhere, "dumpdata", *ROWS)
    assert json.loads(there.stdout) == json.loads(here.getvalue())
    (name,) = [name for name in archive.checked(path).members if name.startswith(archive.FILES)]
    copy = Path(elsewhere["STATE_FOLDER"]) / "files" / name.removeprefix(archive.FILES)
    with default_storage.open(name.removeprefix(archive.FILES)) as original:
        assert copy.read_bytes() == original.read()
    assert copy.stat().st_mode & 0o077 == 0
    assert Session.objects.exists()
    assert _cestvous(elsewhere, "dumpdata", "sessions").stdout.strip() == "[]", "who is signed in does not travel"
    assert Letter.objects.exists()
    assert _cestvous(elsewhere, "dumpdata", "outbox").stdout.strip() == "[]", "a copy writes to nobody"
    # It is a city: it can be backed up in turn, and never restored over.
    again = _cestvous(elsewhere, "restore", str(path))
    assert again.returncode == 1
    assert "n'est pas vide" in again.stderr


def test_every_table_that_only_this_machine_needs_stays_behind() -> None:
    kept_for_a_while = {cache["LOCATION"] for cache in settings.CACHES.values() if "DatabaseCache" in cache["BACKEND"]}
    assert {Session._meta.db_table, Letter._meta.db_table} | kept_for_a_while <= set(databases.PASSING)
    assert set(databases.PASSING) <= set(connection.introspection.table_names())


def test_a_backup_is_never_written_over(city: Consultation, tmp_path: Path) -> None:
    path = _backup(tmp_path)
    before = path.read_bytes()
    assert "existe déjà" in _refusal("backup", str(path))
    assert path.read_bytes() == before


def test_an_interrupted_backup_leaves_nothing_behind(
    city: Consultation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive.Writer, "close_with", full)
    assert "No space left" in _refusal("backup", str(tmp_path / "city.backup"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kept", [0.999, 0.5, 0.001])
def test_a_backup_whose_end_is_cut_off_is_not_restored(city: Consultation, tmp_path: Path, kept: float) -> None:
    path = _backup(tmp_path)
    content = path.read_bytes()
    # What follows the manifest is only padding.
    path.write_bytes(content[: int(content.rindex(b'"version": 1') * kept)])
    assert "n'est pas une sauvegarde entière" in _refusal("restore", str(path), "--check")
    assert "n'est pas une sauvegarde entière" in _refusal("restore", str(path))


def test_a_damaged_backup_is_not_restored(city: Consultation, tmp_path: Path) -> None:
    path = _backup(tmp_path)
    assert "OK" in _said(path, "--check")
    content = bytearray(path.read_bytes())
    content[700] ^= 1
    path.write_bytes(bytes(content))
    assert "database" in _refusal("restore", str(path), "--check")


def _said(path: Path, *options: str) -> str:
    said = io.StringIO()
    call_command("restore", str(path), *options, stdout=said)
    return said.getvalue()


@pytest.mark.parametrize("content", [b"", b"Bonjour", b"\0" * 20_000])
def test_what_is_no_backup_is_refused(transactional_db: None, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "city.backup"
    path.write_bytes(content)
    assert "city.backup" in _refusal("restore", str(path))


def test_a_backup_that_is_not_there_is_named(transactional_db: None, tmp_path: Path) -> None:
    assert "sunday.tar" in _refusal("restore", "--check", str(tmp_path / "sunday.tar"))


def test_a_tar_of_something_else_is_refused(transactional_db: None, tmp_path: Path) -> None:
    path = tmp_path / "city.backup"
    with tarfile.open(path, "w") as tar:
        tar.add(tmp_path, arcname="../../etc", recursive=False)
    assert "city.backup" in _refusal("restore", str(path))


def _crafted(path: Path, *names: str) -> None:
    """A tar with members of these names, whose manifest is true of all of them."""
    with tarfile.open(path, "w") as tar:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = 1
            tar.addfile(member, io.BytesIO(b"x"))
        digests = dict.fromkeys(names, hashlib.sha256(b"x").hexdigest())
        told = {"taken_at": "", "site": "", "vendor": connection.vendor, "migrations": {}, "number": 0, "link": ""}
        content = json.dumps(
            {**told, "missing": [], "members": digests, "format": archive.FORMAT, "version": archive.VERSION}
        )
        manifest = tarfile.TarInfo(archive.MANIFEST)
        manifest.size = len(content)
        tar.addfile(manifest, io.BytesIO(content.encode()))


@pytest.mark.parametrize(
    "name",
    ["files/../../x", "files//etc/x", "files/./x", "files/", "files/a\\..\\x", "/etc/x", "elsewhere", archive.DATABASE],
)
def test_members_that_lead_elsewhere_or_are_there_twice_are_refused(
    transactional_db: None, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "city.backup"
    _crafted(path, archive.DATABASE, name)
    assert "n'est pas une sauvegarde" in _refusal("restore", str(path), "--check")
    assert "n'est pas une sauvegarde" in _refusal("restore", str(path))


def test_a_member_of_holes_is_refused_before_it_fills_a_disk(transactional_db: None, tmp_path: Path) -> None:
    member = tarfile.TarInfo("files/x")
    member.type = tarfile.GNUTYPE_SPARSE
    header = bytearray(member.tobuf(tarfile.GNU_FORMAT))
    # What it claims to be without its holes, then its sum once more.
    header[483:495] = b"77777777777\0"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    path = tmp_path / "city.backup"
    path.write_bytes(bytes(header) + b"\0" * tarfile.RECORDSIZE)
    with tarfile.open(path) as tar:
        assert tar.getmembers()[0].size == 0o77777777777
    assert "n'est pas une sauvegarde de ce logiciel" in _refusal("restore", str(path), "--check")


def test_a_manifest_that_makes_no_sense_is_told(transactional_db: None, tmp_path: Path) -> None:
    path = tmp_path / "city.backup"
    _crafted(path, archive.DATABASE)
    content = path.read_bytes().replace(b'{"database": ', b'["database", ').replace(b'"}, "format"', b'"], "format"')
    path.write_bytes(content)
    assert "city.backup" in _refusal("restore", str(path))


def test_what_somebody_put_where_a_backup_is_written_is_not_written_to(city: Consultation, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_bytes(b"")
    theirs.chmod(0o666)
    (tmp_path / "city.backup.partial").symlink_to(theirs)
    path = _backup(tmp_path)
    assert (theirs.read_bytes(), path.is_symlink(), path.stat().st_mode & 0o777) == (b"", False, 0o600)


def test_a_backup_is_not_restored_over_a_city(city: Consultation, tmp_path: Path) -> None:
    path = _backup(tmp_path)
    events = Event.objects.count()
    assert "n'est pas vide" in _refusal("restore", str(path))
    assert Event.objects.count() == events


def test_a_file_that_is_missing_is_named(city: Consultation, elsewhere: dict[str, str], tmp_path: Path) -> None:
    name = next(name for name in archive.checked(_backup(tmp_path)).members if name.startswith(archive.FILES))
    default_storage.delete(name.removeprefix(archive.FILES))
    said, warned = io.StringIO(), io.StringIO()
    call_command("backup", str(tmp_path / "later.backup"), stdout=said, stderr=warned)
    assert name.removeprefix(archive.FILES) in warned.getvalue()
    restored = _cestvous(elsewhere, "restore", str(tmp_path / "later.backup"))
    assert restored.returncode == 0
    assert name.removeprefix(archive.FILES) in restored.stderr


def test_a_register_that_was_altered_is_told(city: Consultation, elsewhere: dict[str, str], tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_event SET actor = 'somebody' WHERE id = (SELECT max(id) FROM journal_event)")
    restored = _cestvous(elsewhere, "restore", str(_backup(tmp_path)))
    assert restored.returncode == 1
    assert f"n° {Seal.objects.count()}" in restored.stderr


def test_a_backup_of_another_database_is_refused(
    city: Consultation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _backup(tmp_path)
    monkeypatch.setattr(connection, "vendor", "oracle")
    assert "oracle" in _refusal("restore", str(path))
