"""The commands of deploy/ are run: what the image installs serves, is watched, and leaves without dropping anybody."""

import json
import shlex
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.deploy.reading import compose, containerfile, settings_of_example, unit
from tests.machinery.deeds import SAMIRA
from tests.machinery.installing import PATIENCE, Installed

HOST = settings_of_example()["ALLOWED_HOSTS"]


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def until(happens: Callable[[], Any], what: str) -> Any:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if told := happens():
            return told
        time.sleep(0.1)
    raise AssertionError(f"not in {PATIENCE} s: {what}")


def asked(port: int, path: str) -> tuple[int, str]:
    """Status and body of an answer, asked as the proxy asks for a reader; 0 if nobody answers."""
    headers = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": SAMIRA.address}
    try:
        with urllib.request.urlopen(
            urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers), timeout=30
        ) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        return 0, ""


def command_of(unit_name: str, **replaced: str) -> list[str]:
    (line,) = unit(unit_name)["ExecStart"]
    for old, new in replaced.items():
        line = line.replace(f"%{old}", new)
    program, *rest = shlex.split(line)
    assert program == "/opt/cestvous/bin/cestvous"
    return ["cestvous", *rest]


def test_what_is_installed_brings_its_catalogues_and_its_static_files(installed: Installed) -> None:
    opt = installed.root / "opt" / "cestvous"
    assert list(opt.glob("lib/python3*/site-packages/cestvous/locale/fr/LC_MESSAGES/django.mo"))
    assert (opt / "static" / "staticfiles.json").exists()
    assert not list(opt.glob("lib/python3*/site-packages/pytest"))


def test_the_documented_environment_is_fit_for_production(installed: Installed) -> None:
    checked = installed.run("cestvous", "check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr


def test_the_commands_of_compose_and_of_units_are_the_same() -> None:
    services = compose()["services"]
    (image,) = [json.loads(line.words.removeprefix("CMD ")) for line in containerfile() if line.words.startswith("[")]
    assert services["web-1"]["command"] == image == [*command_of("cestvous-web@.service", i="8000")[:3], "0.0.0.0:8000"]
    assert services["worker"]["command"] == command_of("cestvous-worker@.service")
    assert services["tables"]["command"][:2] == ["cestvous", "migrate"]


def _in_flight(port: int) -> socket.socket:
    """A form of which half is sent: its server waits for the rest, to look for the token in it."""
    sending = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    head = (
        f"POST {reverse('account_login')} HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n"
        f"Origin: https://{HOST}\r\nCookie: __Host-csrftoken={'a' * 32}\r\n"
        f"X-Forwarded-For: {SAMIRA.address}\r\nUser-Agent: {SAMIRA.browser}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\n"
    )
    sending.sendall(head.encode() + b"a" * 50)
    return sending


def test_a_web_server_serves_is_watched_and_leaves_without_dropping_anybody(
    installed: Installed, tmp_path: Path
) -> None:
    port, measures = free_port(), free_port()
    log = tmp_path / "log"
    command = command_of("cestvous-web@.service", i=str(port))
    supervisor = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    supervisor.bind(f"\0cestvous-{port}")
    supervisor.settimeout(PATIENCE)
    watched = {"METRICS_BIND": str(measures), "LEAVING_SECONDS": "6", "NOTIFY_SOCKET": f"@cestvous-{port}"}
    with supervisor, installed.running(*command, log=log, **watched) as server:
        assert b"READY=1" in supervisor.recv(1_000), "Type=notify waits for it"
        until(lambda: asked(port, "/readyz")[0] == 200, "ready")
        (probe,) = [
            json.loads(line.words.partition("CMD ")[2]) for line in containerfile() if line.keyword == "HEALTHCHECK"
        ]
        probed = [word.replace(":8000", f":{port}") for word in probe]
        assert installed.run(*probed).returncode == 0
        assert asked(port, f"/fr/?q={SAMIRA.email}")[0] == 200
        assert asked(port, "/metrics")[0] == 404, "never where the public is"
        shown = until(lambda: asked(measures, "/metrics")[1], "measures")
        assert 'cestvous_requests_total{method="GET",status="200",view="home"} 1.0' in shown
        assert "cestvous_worker" not in shown

        with _in_flight(port) as sending:
            time.sleep(1)
            server.send_signal(signal.SIGTERM)
            until(lambda: "leaves" in asked(port, "/readyz")[1], "says that it leaves")
            assert asked(port, "/fr/")[0] == 200, "whoever still comes is served"
            sending.sendall(b"a" * 50)
            assert sending.recv(12) == b"HTTP/1.1 403", "the form without its token was answered"
        assert server.wait(PATIENCE) == 0
        assert installed.run(*probed).returncode == 1
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert {"gunicorn.error", "cestvous.access"} <= {line["logger"] for line in lines}
    assert SAMIRA.words_in(log.read_text(encoding="utf-8")) == []


def test_a_worker_works_shows_it_and_stops_when_asked(installed: Installed, tmp_path: Path) -> None:
    measures = free_port()
    with installed.running(
        *compose()["services"]["worker"]["command"], log=tmp_path / "log", METRICS_BIND=f"127.0.0.1:{measures}"
    ) as worker:
        until(lambda: 'rounds_total{outcome="well"}' in asked(measures, "/metrics")[1], "a round")
        test = compose()["services"]["worker"]["healthcheck"]["test"]
        assert test[0] == "CMD"
        probe = [word.replace(":9101", f":{measures}") for word in test[1:]]
        assert installed.run(*probe).returncode == 0
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0


def test_the_nightly_backup_is_whole(installed: Installed, tmp_path: Path) -> None:
    (line,) = unit("cestvous-backup.service")["ExecStart"]
    # As systemd reads it.
    shell, option, script = shlex.split(line.replace("$$", "$").replace("%%", "%"))
    backups = tmp_path / "backups"
    backups.mkdir()
    taken = installed.run(shell, option, installed.here(script).replace("/var/backups/cestvous", str(backups)))
    assert taken.returncode == 0, taken.stderr
    (backup,) = backups.iterdir()
    checked = installed.run("cestvous", "restore", "--check", str(backup))
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("without", ["tables", "static"])
def test_what_is_not_ready_to_serve_says_what_to_do(installed: Installed, tmp_path: Path, without: str) -> None:
    place = {"tables": "STATE_FOLDER", "static": "STATIC_FOLDER"}[without]
    ran: subprocess.CompletedProcess[str] = installed.run("cestvous", "run", **{place: str(tmp_path)})
    assert ran.returncode != 0
    assert {"tables": "cestvous migrate", "static": "cestvous collectstatic"}[without] in ran.stderr
