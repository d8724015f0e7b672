"""``kill -9`` within writes: nothing acknowledged is lost, nothing is there twice, and all goes on by itself."""

import os
import random
import time
from urllib.request import urlopen

import pytest

from tests.faults.city import City, Writers, city, kill_something
from tests.machinery.mail import Letterbox
from tests.machinery.services import until

# Told again to see the same kills once more: SEED=… pytest tests/faults/test_kills.py
SEED = int(os.environ.get("SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
SOAKS = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
PEOPLE, LETTERS = 4, 20


@pytest.mark.soak
@pytest.mark.parametrize(("database", "kills"), [("postgresql", 100 if SOAKS else 8), ("sqlite", 100 if SOAKS else 4)])
def test_whatever_is_killed_nothing_acknowledged_is_lost(database: str, kills: int) -> None:
    chance, box = random.Random(SEED), Letterbox()
    box.open()
    killed: list[str] = []
    try:
        with city(database, box.port) as (ours, folder):
            ours.prepare()
            founded = ours.do(
                "found", people=PEOPLE, begins_after=[float(after) for after in range(8, 28, 4)], letters=LETTERS
            )
            ours.begin(folder, webs=2, workers=2)
            number, contribution, sessions = (founded[name] for name in ("number", "contribution", "sessions"))
            with Writers(ours, number, contribution, sessions, SEED) as writers:
                for _kill in range(kills):
                    time.sleep(chance.uniform(0.2, 1.2))
                    killed.append(kill_something(ours, chance))
                _everybody_has_written_again(writers)
            told = f"SEED={SEED}, killed: {killed}; {writers.asked} forms sent, {writers.unanswered} not answered"
            assert not writers.wrong, told
            assert all(writers.acknowledged[kind] for kind in ("contribution", "question", "comment")), told
            _the_workers_have_done_what_there_was(ours)
            assert ours.do("look_over", acknowledged=writers.acknowledged, positions=writers.positions) == [], told
            _the_journal_holds(ours)
            _no_letter_is_lost(ours, box)
    finally:
        box.close()


def _everybody_has_written_again(writers: Writers) -> None:
    """Once the last part was killed, they go on by themselves."""
    before = {kind: len(words) for kind, words in writers.acknowledged.items()}
    until(
        lambda: (
            writers.wrong
            or sum(len(words) for words in writers.acknowledged.values()) >= sum(before.values()) + 2 * PEOPLE
        ),
        "people write again",
        seconds=120,
    )


def _the_workers_have_done_what_there_was(ours: City) -> None:
    until(lambda: ours.do("waiting")["unsealed"] == 0, "everything is sealed", seconds=120)


def _the_journal_holds(ours: City) -> None:
    with urlopen(f"{ours.sites[0]}/fr/registre/telecharger/", timeout=60) as answer:
        journal = answer.read()
    checked = ours.command("verify", "-", given=journal)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def _no_letter_is_lost(ours: City, box: Letterbox) -> None:
    """Each has arrived, or waits: one that a killed worker held waits until its lease is over."""
    arrived = {to for to, _subject, _body in box.arrived}
    assert len(arrived | set(ours.do("waiting")["letters"])) == LETTERS
    assert len(arrived) >= LETTERS // 2
