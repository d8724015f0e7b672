"""Where rows, and what is remembered for a while, are kept."""

from cestvous.config.settings.environment import STATE, env

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{STATE / 'cestvous.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        # Immediate: two deferred transactions that both turn to writing fail at once instead of waiting.
        # FULL: what was acknowledged survives a power cut.
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    )
else:
    DATABASES["default"].update(CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True)
    # Our queries are small: compiling one takes longer than answering it.
    DATABASES["default"]["OPTIONS"] = {"options": "-c jit=off", **DATABASES["default"].get("OPTIONS", {})}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Holds who asked how often. Full, it forgets a third of that: 300, its usual size, are soon asked by a stranger.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
    # Documents as last drawn, in the memory of each process: words taken back leave no trace on a disk.
    "documents": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "documents",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 12},
    },
}
