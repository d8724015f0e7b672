"""Errors told to a Sentry of the city's choice: kind and place of each, and nothing of who met it.

Only what the log calls an error is told; nothing looks at requests. What is sent is written anew, entry by entry, from
a list of what may leave: whatever a later version of the library gathers stays here.
"""

import logging
from collections.abc import Iterator
from typing import Any

import sentry_sdk
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import LoggingIntegration
from sentry_sdk.types import Event, Hint

from cestvous.kernel.logs import IN_HAND, REFUSALS, told, without_people

_KEPT = ("event_id", "timestamp", "platform", "level", "logger", "release", "environment", "sdk")
_KEPT_OF_A_FRAME = ("filename", "module", "function", "lineno", "in_app", "pre_context", "context_line", "post_context")


def begin(address: str, *, place: str) -> None:
    """Tell the Sentry at this address (its DSN) of what the log calls an error from now on."""
    sentry_sdk.init(
        dsn=address,
        environment=place,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            LoggingIntegration(level=None, event_level=logging.ERROR, sentry_logs_level=None),
            ExcepthookIntegration(),
            DedupeIntegration(),
            AtexitIntegration(callback=lambda pending, timeout: None),
        ],
        # Personal data is off unless asked for; the old name of that switch is on its way out.
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        server_name="",
        before_send=written_anew,
    )


def written_anew(event: Event, hint: Hint) -> Event | None:
    """The event with nothing but what may leave this house; None for what strangers sent in vain."""
    if str(event.get("logger")).startswith(REFUSALS):
        return None
    given: dict[str, Any] = dict(event)
    sent: dict[str, Any] = {name: given[name] for name in _KEPT if name in given}
    errors = list(_led_to(hint["exc_info"][1])) if hint.get("exc_info") else []
    known = {type(error).__name__: told(error) for error in errors}
    sent["exception"] = {
        "values": [_exception(value, known) for value in (given.get("exception") or {}).get("values", [])]
    }
    message = (given.get("logentry") or {}).get("message")
    if message:
        # As the code has it: what it was filled with stays here.
        sent["logentry"] = {"message": without_people(str(message))}
    in_hand = IN_HAND.get()
    if in_hand is not None:
        sent["transaction"] = in_hand.view
        sent["tags"] = {"request_id": in_hand.identifier}
    return sent  # type: ignore[return-value]  # a plain dict of the same form


def _led_to(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _exception(value: dict[str, Any], known: dict[str, str]) -> dict[str, Any]:
    kind = str(value.get("type"))
    frames = (value.get("stacktrace") or {}).get("frames", [])
    return {
        "type": kind,
        "module": value.get("module"),
        "value": known.get(kind, kind),
        "stacktrace": {
            "frames": [{name: frame[name] for name in _KEPT_OF_A_FRAME if name in frame} for frame in frames]
        },
    }
