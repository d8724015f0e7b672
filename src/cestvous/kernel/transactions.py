"""An action is one transaction; when the database picks it as the victim of a deadlock it is tried again."""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

from cestvous.kernel.databases.reading import need_primary

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 4
# PostgreSQL's own codes for "deadlock detected" and "could not serialize access".
WORTH_ANOTHER_TRY = frozenset({"40P01", "40001"})


def action(write: Callable[P, R]) -> Callable[P, R]:
    """Run ``write`` in a transaction, at most ATTEMPTS times if the database asks for another try.

    Inside another action it is part of that one's transaction, and only the outermost tries again.
    """

    @wraps(write)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            with transaction.atomic():
                return write(*args, **kwargs)
        need_primary()
        for attempt in range(1, ATTEMPTS):
            try:
                with transaction.atomic():
                    return write(*args, **kwargs)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", None) not in WORTH_ANOTHER_TRY:
                    raise
                time.sleep(random.uniform(0, 0.05 * attempt))  # noqa: S311 — a pause, not a secret
        with transaction.atomic():
            return write(*args, **kwargs)

    return run
