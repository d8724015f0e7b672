"""A disk that is full, or that can only be read: a clear page, nothing lost, and all goes on by itself afterwards."""

import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.factories.files import picture_bytes
from tests.faults.city import City, city
from tests.machinery.disks import Disk
from tests.machinery.services import until
from tests.machinery.serving import Answer, Visitor

UNAVAILABLE, SEE_OTHER = 503, 302
# Larger than what is kept in memory while a form arrives.
HEAVY = 3_000_000


@dataclass
class Stricken:
    """A city on SQLite, one of whose folders is on a disk of its own, and somebody who writes in it."""

    city: City
    disk: Disk
    visitor: Visitor
    number: int
    acknowledged: list[str]

    def write(self, words: str = "", file: bytes = b"", long: int = 0) -> Answer:
        """Contribute; with a picture or a document, if given."""
        words = words or f"Des arbres {uuid.uuid4()}"
        form = {"title": words, "body": words + "a" * long, "language": "fr", "stays_after_erasure": "stay"}
        files: Mapping[str, tuple[str, bytes]] = {"joined-0-file": ("plan.png", file)} if file else {}
        if file:
            form["joined-0-description"] = "Un plan"
        path = f"/fr/consultations/{self.number}/contributions/ecrire/"
        answer = self.visitor.ask(self.city.sites[0], path, form, files=files)
        if answer.status == SEE_OTHER:
            self.acknowledged.append(words)
        return answer

    def reads(self) -> int:
        """What a page answers."""
        return self.visitor.ask(self.city.sites[0], f"/fr/consultations/{self.number}/contributions/").status

    def goes_on(self, **written: object) -> None:
        """Within seconds, by itself, whoever tries again is served; all that was acknowledged is there, once."""
        words = f"Encore {uuid.uuid4()}"
        until(lambda: self.write(words, **written).status == SEE_OTHER, "people can write again")  # type: ignore[arg-type]
        until(lambda: self.city.do("waiting")["unsealed"] == 0, "the worker goes on")
        assert self.city.do("look_over", acknowledged={"contribution": self.acknowledged}, positions={}) == []


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A database with a city in it, of which each test gets a copy; and who lives there."""
    kept = tmp_path_factory.mktemp("founded") / "city.sqlite3"
    with city("sqlite", mail_port=1) as (ours, _folder):
        ours.machine["DATABASE_URL"] = f"sqlite:///{kept}"
        ours.prepare()
        return kept, ours.do("found", people=1, begins_after=[], letters=0)


@pytest.fixture
def stricken(request: pytest.FixtureRequest, founded: tuple[Path, dict[str, Any]]) -> Iterator[Stricken]:
    """``request.param``: which folder is on the small disk, and its megabytes."""
    which, megabytes = request.param
    kept, told = founded
    with ExitStack() as stack:
        ours, folder = stack.enter_context(city("sqlite", mail_port=1))
        disk = stack.enter_context(Disk(folder / which, megabytes))
        for name in ("database", "temporary"):
            (folder / name).mkdir(exist_ok=True)
        shutil.copy(kept, disk.seen if which == "database" else folder / "database")
        ours.within = disk.within
        ours.machine |= {
            "DATABASE_URL": f"sqlite:///{folder / 'database' / kept.name}",
            "TMPDIR": str(folder / "temporary"),
        }
        ours.begin(folder, webs=1, workers=1)
        yield Stricken(ours, disk, Visitor(told["sessions"][0]), told["number"], [])


def _is_clear(answer: Answer) -> bool:
    """Does it say, in words, that what was typed is not lost, and when to come back?"""
    return answer.status == UNAVAILABLE and "retry-after" in answer.headers and "formulaire" in answer.words


@pytest.mark.parametrize("stricken", [("database", 16)], indirect=True)
def test_a_database_whose_disk_is_full_or_read_only_refuses_writes_and_loses_none(stricken: Stricken) -> None:
    assert stricken.write().status == SEE_OTHER
    stricken.disk.fill()
    # What is already set aside for the next writes is used up first.
    answers = [stricken.write(long=9_000) for _time in range(8)]
    refused = [answer for answer in answers if answer.status != SEE_OTHER]
    assert refused
    assert all(_is_clear(answer) for answer in refused), {answer.status for answer in refused}
    assert stricken.reads() in {200, UNAVAILABLE}
    stricken.disk.free()
    stricken.goes_on()

    # Nobody must have it open: the worker does until it is killed, and does again once it has been started anew.
    until(lambda: _without_worker(stricken), "nobody is writing")
    for _time in range(2):
        assert _is_clear(stricken.write())
    assert stricken.reads() in {200, UNAVAILABLE}
    assert stricken.disk.set_read_only(False)
    stricken.goes_on()


def _without_worker(stricken: Stricken) -> bool:
    """Is the disk read-only now?"""
    stricken.city.workers[0].kill()
    return stricken.disk.set_read_only(True)


@pytest.mark.parametrize("stricken", [("files", 1)], indirect=True)
def test_a_folder_of_files_that_takes_none_leaves_words_unsaid_rather_than_without_their_picture(
    stricken: Stricken,
) -> None:
    picture, files = picture_bytes(size=(60, 40)), stricken.disk.seen
    assert stricken.write(file=picture).status == SEE_OTHER
    kept = sorted(files.rglob("*.webp"))
    assert kept
    stricken.disk.fill()
    assert _is_clear(stricken.write(file=picture))
    assert stricken.write().status == SEE_OTHER  # what needs no file is said all the same
    assert sorted(files.rglob("*.webp")) == kept, "what was stored in part is still there"
    stricken.disk.free()
    assert stricken.disk.set_read_only(True)
    assert _is_clear(stricken.write(file=picture))
    assert stricken.disk.set_read_only(False)
    stricken.goes_on(file=picture)


@pytest.mark.parametrize("stricken", [("temporary", 1)], indirect=True)
def test_a_folder_for_what_arrives_that_is_full_says_so(stricken: Stricken) -> None:
    assert _is_clear(stricken.write(file=picture_bytes() + bytes(HEAVY)))
    stricken.goes_on()
