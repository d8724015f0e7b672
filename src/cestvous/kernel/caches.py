"""A cache in Redis that may be away: what it holds speeds things up, and nothing depends on it."""

import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.redis import RedisCache
from django.utils.crypto import salted_hmac
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)
# One that does not answer is asked again after so long: whoever asks may have to wait for ANSWERS_WITHIN.
LEFT_ALONE_FOR = 5.0
ANSWERS_WITHIN = 0.5

# By server: until when nobody in this process asks it. Django makes a cache for each thread.
_left_alone_until: defaultdict[str, float] = defaultdict(float)


def key(name: str, prefix: str, version: int) -> str:
    """Under what a name is kept: a digest made with the key of this site, since names hold addresses of the network.

    Nobody who reads the cache, or the table of the database that stands for it, learns who came from where.
    """
    return salted_hmac("cestvous.caches", f"{prefix}:{version}:{name}", algorithm="sha256").hexdigest()


def forget() -> None:
    """Ask all of them again."""
    _left_alone_until.clear()


class PatientRedis(BaseCache):
    """Redis; while it does not answer, the cache that ``OTHERWISE`` names.

    ``LONGEST``: for how many seconds anything is kept at most.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = dict(params.get("OPTIONS", {}))
        self._server = server
        self._otherwise: str = options.pop("OTHERWISE")
        self._longest: int | None = options.pop("LONGEST", None)
        # Tried once more, at once: a connection that was kept open may have been closed by a server that restarted.
        options |= {
            "socket_connect_timeout": ANSWERS_WITHIN,
            "socket_timeout": ANSWERS_WITHIN,
            "retry": Retry(NoBackoff(), 1),
        }
        super().__init__(params)
        self._redis = RedisCache(server, {**params, "OPTIONS": options})

    def _ask(self, operation: str, *args: Any, **named: Any) -> Any:
        if time.monotonic() >= _left_alone_until[self._server]:
            try:
                return getattr(self._redis, operation)(*args, **named)
            except (RedisError, OSError) as error:
                _left_alone_until[self._server] = time.monotonic() + LEFT_ALONE_FOR
                logger.warning("Redis does not answer: %s. Left alone for a while.", type(error).__name__)
        return getattr(caches[self._otherwise], operation)(*args, **named)

    def _shortened(self, timeout: Any) -> Any:
        """No longer than LONGEST; None stands for ever."""
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return min((each for each in (seconds, self._longest) if each is not None), default=None)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._ask("add", key, value, self._shortened(timeout), version=version))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask("get", key, default, version=version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._ask("set", key, value, self._shortened(timeout), version=version)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._ask("touch", key, self._shortened(timeout), version=version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._ask("delete", key, version=version))

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        found: dict[Any, Any] = self._ask("get_many", list(keys), version=version)
        return found

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(self._ask("has_key", key, version=version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._ask("incr", key, delta, version=version))

    def set_many(
        self, data: Mapping[Any, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[Any]:
        failed: list[Any] = self._ask("set_many", data, self._shortened(timeout), version=version)
        return failed

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        self._ask("delete_many", list(keys), version=version)

    def clear(self) -> None:
        self._ask("clear")
