"""Where rows, and what is remembered for a while, are kept."""

from typing import Any

from cestvous.config.settings.environment import STATE, env

# PostgreSQL plans each query once for a connection, not each time: planning ours takes longer than answering them. A
# pooler that lends a connection for one transaction at a time has to know of it, or it is switched off.
PREPARE_QUERIES = env.bool("PREPARE_QUERIES", default=True)
# Set by the door for web servers: pages are patient for seconds, commands and workers for longer.
_SERVES_PAGES = env.bool("SERVES_PAGES", default=False)
_PATIENCE = {
    "statement_timeout": 8_000 if _SERVES_PAGES else 3_600_000,
    "lock_timeout": 5_000 if _SERVES_PAGES else 60_000,
    "idle_in_transaction_session_timeout": 30_000 if _SERVES_PAGES else 600_000,
}


def _postgresql(database: dict[str, Any], *, patience: int) -> dict[str, Any]:
    """How a city's database is spoken with. What its address says goes before what we say."""
    given = database.get("OPTIONS", {})
    limits = " ".join(f"-c {name}={milliseconds}" for name, milliseconds in _PATIENCE.items())
    options = {
        "application_name": "cestvous web" if _SERVES_PAGES else "cestvous",
        # A machine that is gone without a word is noticed within seconds.
        "connect_timeout": 2,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 8_000,
        "server_side_binding": PREPARE_QUERIES,
        "prepare_threshold": 2 if PREPARE_QUERIES else None,
        **given,
        # Our queries are small: compiling one takes longer than answering it.
        "options": f"-c jit=off {limits} {given.get('options', '')}".strip(),
    }
    ours = {"ENGINE": "cestvous.kernel.databases.postgresql", "OPTIONS": options, "PATIENCE": patience}
    # Ours notices a server that hung up without a round trip: that is looked at before each request.
    return {**database, **ours, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


DATABASES: dict[str, Any] = {"default": env.db("DATABASE_URL", default=f"sqlite:///{STATE / 'cestvous.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        # Immediate: two deferred transactions that both turn to writing fail at once instead of waiting.
        # FULL: what was acknowledged survives a power cut.
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    )
else:
    DATABASES["default"] = _postgresql(DATABASES["default"], patience=6)
    if env.str("REPLICA_DATABASE_URL", default=""):
        DATABASES["replica"] = _postgresql(env.db("REPLICA_DATABASE_URL"), patience=0) | {"TEST": {"MIRROR": "default"}}
DATABASE_ROUTERS = ["cestvous.kernel.databases.reading.Router"]
# Further behind than this, the replica is left alone until it has caught up.
REPLICA_LAG_SECONDS = env.int("REPLICA_LAG_SECONDS", default=5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
# Holds who asked how often. Full, it forgets a third of that: 300, its usual size, are soon asked by a stranger.
_IN_THE_DATABASE: dict[str, Any] = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "cache",
    "KEY_FUNCTION": "cestvous.kernel.caches.key",
    "OPTIONS": {"MAX_ENTRIES": 200_000},
}
CACHES: dict[str, dict[str, Any]] = {
    "default": _IN_THE_DATABASE,
    # Documents as last drawn, in the memory of each process: words taken back leave no trace on a disk.
    "documents": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "documents",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 12},
    },
}
if REDIS_URL:
    _IN_REDIS = {
        "BACKEND": "cestvous.kernel.caches.PatientRedis",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cestvous",
        "KEY_FUNCTION": "cestvous.kernel.caches.key",
    }
    CACHES |= {
        # Attempts to sign in stay counted while Redis is away.
        "default": {**_IN_REDIS, "OPTIONS": {"OTHERWISE": "database"}},
        "database": _IN_THE_DATABASE,
        "sessions": {**_IN_REDIS, "OPTIONS": {"OTHERWISE": "nothing", "LONGEST": 60}},
        "nothing": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    }
    # The database says who is signed in: losing Redis signs nobody out. For a minute at most it isn't asked again, so
    # that a session that ended while Redis could not be told is over soon.
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    SESSION_CACHE_ALIAS = "sessions"
