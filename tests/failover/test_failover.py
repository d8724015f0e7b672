"""Each part is killed in turn under load: what was acknowledged is there, nothing is twice, and nobody has to help."""

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator

import pytest
import redis

from tests.failover.city import City, running
from tests.failover.load import NO_LONGER_THAN, Load
from tests.machinery.services import Service, until

pytestmark = [pytest.mark.postgresql, pytest.mark.matrix]
# `make soak` goes round several times.
ROUNDS = 5 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 1
PEOPLE = 3
MOST_REFUSED = 0.01
ENOUGH, A_WHILE = 1_500, 45.0
# For how long a part is left in peace once it is back.
MEANWHILE = 2.0


@pytest.fixture(scope="module")
def city() -> Iterator[City]:
    with running(PEOPLE) as started:
        yield started


def _crowd(city: City) -> Load:
    load = Load(city.port, city.consultation)
    people = range(1, PEOPLE + 1)
    load.start(
        visitors=4,
        readers=[f"lecture-{number}@exemple.test" for number in people],
        writers=[f"plume-{number}@exemple.test" for number in people],
    )
    return load


def _killed(city: City, service: Service) -> None:
    """Kill a part, and wait until it does its work again without anybody's help."""
    starts = service.starts
    service.kill()
    until(lambda: service.starts > starts and city.answers(service), f"{service} is back")
    time.sleep(MEANWHILE)


def test_each_part_is_killed_under_load(city: City) -> None:
    load = _crowd(city)
    time.sleep(MEANWHILE)
    for _round in range(ROUNDS):
        for service in (*city.webs, city.workers[0], city.redis, city.replica, city.primary):
            _killed(city, service)
    _enough(load)
    load.stop()
    with city.telling():
        _holds(city, load)


def _holds(city: City, load: Load) -> None:
    refused = [answer for answer in load.seen if answer.status == 503]
    told = f"{len(load.seen)} requests, {len(refused)} refused, {len(load.written.acknowledged)} written"
    sys.stdout.write("\n".join([told, *map(str, refused)]))
    assert not load.unexpected, "\n".join(map(str, load.unexpected))
    assert not [answer for answer in refused if answer.seconds > NO_LONGER_THAN]
    assert len(refused) < MOST_REFUSED * len(load.seen), told
    assert len(load.written.acknowledged) > 10, told
    _is_there_once(city, load)
    _register_holds(city)
    _all_took_part(city)


def _enough(load: Load) -> None:
    """One in a hundred of a few hundred would be chance: on a slow machine the load goes on for a while."""
    end = time.monotonic() + A_WHILE
    while len(load.seen) < ENOUGH and time.monotonic() < end:
        time.sleep(0.1)


def _is_there_once(city: City, load: Load) -> None:
    """What was acknowledged is there, also what had to be sent again; and each once."""
    acknowledged = set(load.written.acknowledged)
    there = Counter(body for (body,) in city.rows("SELECT body FROM sources_version"))
    assert {body: there[body] for body in acknowledged} == dict.fromkeys(acknowledged, 1)
    load.send_again()
    sent = acknowledged | {form["body"] for _browser, _path, form in load.written.in_doubt}
    there = Counter(body for (body,) in city.rows("SELECT body FROM sources_version"))
    assert {body: there[body] for body in sent} == dict.fromkeys(sent, 1)
    assert not load.unexpected, "\n".join(map(str, load.unexpected))


def _register_holds(city: City) -> None:
    """The workers go on by themselves, and the chain holds."""
    waiting = "SELECT count(*) FROM journal_unsealed"
    until(lambda: city.rows(waiting) == [(0,)], "everything is sealed")
    gaps = "SELECT count(*), max(number), count(DISTINCT number) FROM journal_seal"
    ((rows, last, numbers),) = city.rows(gaps)
    assert rows == last == numbers


def _all_took_part(city: City) -> None:
    """Visitors do read from the replica, and Redis does hold something: else this would prove little."""
    ours = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cestvous web'"
    until(lambda: city.rows(ours, of=city.copy) != [(0,)], "the replica is read")
    assert redis.Redis(port=city.redis_port).dbsize() > 0


def test_while_the_primary_is_away_visitors_read_from_the_replica(city: City) -> None:
    load = Load(city.port, city.consultation)
    visitor, reader = load.browser(), load.browser()
    reader.sign_in("lecture-1@exemple.test")
    city.primary.stop(signal.SIGQUIT)
    paths = ["/fr/", f"{load.consultation}/contributions/", "/fr/registre/"]
    paths += ["/fr/registre/telecharger/", f"{load.consultation}/emporter/tout.jsonl"]
    assert [visitor.get(path).status for path in paths] == [200] * len(paths)
    for _ in range(3):
        answer = reader.get("/fr/compte/")
        assert answer.is_clean_refusal, answer
        assert answer.seconds < NO_LONGER_THAN
    assert [visitor.get(path).status for path in paths] == [200] * len(paths)
    city.primary.start()
    until(lambda: reader.get("/fr/compte/").status == 200, "who is signed in reads again, and still is")


def test_a_page_is_read_from_the_primary_while_the_replica_is_gone(city: City) -> None:
    visitor = Load(city.port, city.consultation).browser()
    assert visitor.get("/fr/").status == 200
    city.replica.stop(signal.SIGQUIT)
    assert [visitor.get("/fr/").status for _ in range(8)] == [200] * 8
    city.replica.start()
    until(lambda: city.answers(city.replica), "the replica is back")
