"""What gunicorn is told beside its command line: the form of its log, how it shows measures, how it leaves.

Read by gunicorn itself, before Django and without its settings: ``cestvous run`` hands on through the environment
what it needs of them.
"""

import os
import shutil
import signal
import socket
import struct
from http.server import HTTPServer
from threading import Timer
from types import FrameType
from typing import Any

from gunicorn.glogging import Logger
from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector

from cestvous.kernel import logs, measures
from cestvous.kernel.leaving import LEAVING

LEAVING_SECONDS = float(os.environ.get("LEAVING_SECONDS") or 0)
# What is in hand when a server leaves is finished within this time; a proxy waits no longer for it either.
IN_HAND_SECONDS = 10


class OneLine(Logger):
    """The site writes a line for each answer itself, without who asked and for which address: gunicorn adds none."""

    def access(self, *told: object) -> None:
        pass


logger_class = OneLine
# From this machine, where a proxy may stand, gunicorn believes what a header says of the scheme, and of where in the
# site an address begins. Proxies hand such headers on from strangers; what ours says of TLS is read in the settings.
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""
graceful_timeout = int(LEAVING_SECONDS) + IN_HAND_SECONDS
logconfig_dict = logs.configuration(os.environ.get("LOG_FORMAT") or "plain", os.environ.get("LOG_LEVEL") or "INFO")
# Who takes nothing of an answer for so long has gone, or means to keep a thread: they are cut off.
STALLED_SECONDS = 20

_shown: list[HTTPServer] = []


def when_ready(server: Any) -> None:
    """What is to be done once, by the process that looks after the others: it is never busy."""
    for listener in server.LISTENERS:
        # Handed on to each connection that comes through this door.
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", STALLED_SECONDS, 0))
    _show_measures(server)


def _show_measures(server: Any) -> None:
    """Those of all processes, added up. A port that can't be had keeps nobody from reading the site."""
    bind, folder = os.environ.get("METRICS_BIND"), os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if not bind or not folder:
        return
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # as they ship it
    try:
        _shown.append(measures.show(bind, registry))
    except OSError as error:
        server.log.error("Measures are not shown on %s: %s", bind, error)


def post_fork(server: Any, worker: Any) -> None:
    """A process that answers people holds no door to the measures, which has to be free for our successor."""
    for shown in _shown:
        shown.socket.close()


def post_worker_init(worker: Any) -> None:
    """Asked to stop, a process first says that it leaves, and serves on until proxies have heard it."""

    def leave(number: int, frame: FrameType | None) -> None:
        LEAVING.set()
        signal.signal(signal.SIGTERM, worker.handle_exit)
        if not LEAVING_SECONDS:
            worker.handle_exit(number, frame)
            return
        timer = Timer(LEAVING_SECONDS, os.kill, (os.getpid(), signal.SIGTERM))
        timer.daemon = True
        timer.start()

    signal.signal(signal.SIGTERM, leave)


def on_exit(server: Any) -> None:
    """The measures of this run end with it."""
    if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        shutil.rmtree(folder, ignore_errors=True)
