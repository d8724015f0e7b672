"""What is written down of what happens, in one form for the site, its server and the worker.

Never what somebody typed, who they are, or where they read from: of an error, its kind and place are written, and its
words only where they are those of the database or the machine. Anything else that an error says may quote a form.
"""

import copy
import ipaddress
import logging
import re
import traceback
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, time, timedelta
from time import gmtime
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, InterfaceError, OperationalError, ProgrammingError
from django.utils.functional import Promise
from pythonjsonlogger.json import JsonFormatter


@dataclass
class InHand:
    """The request that this thread answers: how the proxy and we call it, and the view that it came to."""

    identifier: str
    view: str = ""


IN_HAND: ContextVar[InHand | None] = ContextVar("request_in_hand", default=None)
# What a line may say beside its message.
FACTS = ("method", "view", "status", "milliseconds", "bytes")

# What somebody sent in vain. Django calls it an error; it is none of ours, and no stranger rings our alarm.
REFUSALS = "django.security."
# gunicorn's own words for the same: after them it quotes what was sent.
_NO_REQUEST = "Invalid request from ip="
_FORM_OF_RECORDS = logging.makeLogRecord({}).__dict__.keys()
_PLAIN = (int, float, type(None), date, time, timedelta)
_E_MAIL = re.compile(r"[^\s@<>\"'(),;:=/\\\[\]{}]+@[^\s@<>\"'(),;:/\\\[\]{}]+")
_AFTER_A_QUESTION_MARK = re.compile(r"\?[^\s\"'<>]+")
_FOUR = r"\d{1,3}(?:\.\d{1,3}){3}"
_EIGHT = r"[0-9a-f]{0,4}(?::[0-9a-f]{0,4})"
_ADDRESS = re.compile(rf"(?<![\w.:])(?:{_FOUR}|{_EIGHT}{{1,7}}:{_FOUR}|{_EIGHT}{{2,7}})(?!\w)", re.IGNORECASE)
# Words of the machine or of the database about itself; of several lines, the first: PostgreSQL quotes values below it.
_SAYS_NOTHING_OF_PEOPLE = (IntegrityError, InterfaceError, OperationalError, ProgrammingError, ImproperlyConfigured)


def without_people(words: str) -> str:
    """The same without e-mail addresses, without addresses of machines other than our own, without queries."""
    words = _AFTER_A_QUESTION_MARK.sub("?…", words)
    return _ADDRESS.sub(_far_machine, _E_MAIL.sub("…@…", words))


def _far_machine(found: re.Match[str]) -> str:
    try:
        address = ipaddress.ip_address(found.group())
    except ValueError:
        return found.group()
    return found.group() if address.is_loopback or address.is_unspecified else "[address]"


def told(error: BaseException) -> str:
    """The kind of an error, and what it says if that can't be somebody's words."""
    name = type(error).__name__
    if isinstance(error, _SAYS_NOTHING_OF_PEOPLE):
        return without_people(f"{name}: {str(error).partition(chr(10))[0]}")
    if isinstance(error, OSError) and isinstance(error.strerror, str):
        return without_people(f"{name}: {error.strerror}")
    return name


def told_with_places(error: BaseException) -> str:
    """An error and those that led to it: kinds and places, without a value."""
    parts: list[str] = []
    seen: set[int] = set()
    next_one: BaseException | None = error
    while next_one is not None and id(next_one) not in seen:
        seen.add(id(next_one))
        parts.append("".join(traceback.format_tb(next_one.__traceback__)) + told(next_one))
        next_one = next_one.__cause__ or (None if next_one.__suppress_context__ else next_one.__context__)
    return "\nwhich led to:\n".join(reversed(parts))


def _safe(value: object) -> object:
    """What a message may be filled with: numbers, dates, words without people; of anything else, its kind."""
    if isinstance(value, BaseException):
        return told(value)
    if isinstance(value, str | Promise):
        # An address of the site may hold a key, or a title. The view of the request stands beside the message.
        return "/…" if str(value).startswith("/") else str(value)
    return value if isinstance(value, _PLAIN) else type(value).__name__


def discreet(record: logging.LogRecord) -> logging.LogRecord:
    """A copy that may be written down. Others who handle the record keep what they had."""
    known = record.__dict__.keys() & {*_FORM_OF_RECORDS, *FACTS}
    fit = logging.makeLogRecord({name: record.__dict__[name] for name in known})
    fit.exc_text = fit.stack_info = None
    if isinstance(record.msg, BaseException):
        fit.msg = told(record.msg)
    elif record.name.startswith(REFUSALS) or str(record.msg).startswith(_NO_REQUEST):
        # It holds what was sent: a host, a path, a cookie, a line that is no request.
        fit.levelno, fit.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
        fit.msg, fit.args = "Refused: something is wrong with what was sent.", None
    if isinstance(record.args, tuple):
        fit.args = tuple(_safe(value) for value in record.args)
    elif record.args:
        fit.args = {name: _safe(value) for name, value in record.args.items()}
    try:
        message = fit.getMessage()
    except (TypeError, ValueError, KeyError):
        message = str(fit.msg)
    fit.msg, fit.args = without_people(message), None
    in_hand = IN_HAND.get()
    fit.request_id = in_hand.identifier if in_hand else ""
    if in_hand and in_hand.view and "view" not in known:
        fit.view = in_hand.view
    return fit


# In UTC, and said so: lines of several machines are read together, and an hour of October comes twice on the wall.
_WHEN = "%Y-%m-%dT%H:%M:%SZ"


class Plain(logging.Formatter):
    """Lines for people: when, how grave, who speaks, of which request, what."""

    converter = staticmethod(gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s%(facts)s", _WHEN)

    def format(self, record: logging.LogRecord) -> str:
        fit = discreet(record)
        # One message, one line: none can begin what looks like another.
        fit.msg = str(fit.msg).replace("\r", "\\r").replace("\n", "\\n")
        facts = ((name, fit.__dict__[name]) for name in FACTS if name in fit.__dict__)
        fit.facts = "".join(f" {name}={value}" for name, value in facts)
        return super().format(fit)

    def formatException(self, ei: Any) -> str:  # noqa: N802 — logging's name
        return told_with_places(ei[1]) if ei[1] is not None else ""


class JsonLines(JsonFormatter):
    """Lines for machines: one JSON object each."""

    converter = staticmethod(gmtime)

    def __init__(self) -> None:
        super().__init__(
            "{asctime}{levelname}{name}{process}{request_id}{message}",
            style="{",
            datefmt=_WHEN,
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger", "exc_info": "error"},
            json_ensure_ascii=False,
        )

    def format(self, record: logging.LogRecord) -> str:
        return super().format(discreet(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 — logging's name
        return told_with_places(ei[1]) if ei[1] is not None else ""


FORMS = {"plain": Plain, "json": JsonLines}


def configuration(form: str, level: str) -> dict[str, Any]:
    """For ``logging.config.dictConfig``: site, gunicorn and worker write in one form, to one place."""
    if form not in FORMS:
        raise ImproperlyConfigured(f"LOG_FORMAT is {form!r}: it must be one of {', '.join(FORMS)}.")
    ours: dict[str, Any] = {"handlers": [], "propagate": True}
    return copy.deepcopy(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"ours": {"()": f"{__name__}.{FORMS[form].__name__}"}},
            "handlers": {
                "console": {"class": "logging.StreamHandler", "formatter": "ours"},
                "counting": {"class": "cestvous.kernel.measures.Counting", "level": "WARNING"},
            },
            "root": {"handlers": ["console", "counting"], "level": level},
            "loggers": {
                "django": ours,
                # Refusals have their line in the access log; this one is about failures.
                "django.request": {**ours, "level": "ERROR"},
                "gunicorn.error": ours,
                "gunicorn.access": ours,
            },
        }
    )
