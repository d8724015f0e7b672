"""How our pages are served."""

import sys


def command(*, bind: str, workers: int, threads: int, log_level: str = "info") -> list[str]:
    """The command that serves the site with gunicorn: processes with threads, ended gracefully."""
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "cestvous.config.wsgi:application",
        f"--bind={bind}",
        "--worker-class=gthread",
        f"--workers={workers}",
        f"--threads={threads}",
        "--timeout=60",
        "--graceful-timeout=10",
        # One socket for all of a user's servers, in a home that a service may not have.
        "--no-control-socket",
        f"--log-level={log_level}",
    ]
