"""How our pages are served."""

import sys

HOOKS = "python:cestvous.commands.gunicorn_hooks"


def command(
    *, bind: str, workers: int, threads: int, log_level: str = "info", renew_after: int | None = None
) -> list[str]:
    """The command that serves the site with gunicorn: processes with threads, ended gracefully.

    ``renew_after`` so many requests, give or take a tenth, a process is replaced by a fresh one.
    """
    renewing = [f"--max-requests={renew_after}", f"--max-requests-jitter={renew_after // 10}"] if renew_after else []
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "cestvous.config.wsgi:application",
        f"--config={HOOKS}",
        f"--bind={bind}",
        "--worker-class=gthread",
        f"--workers={workers}",
        f"--threads={threads}",
        "--timeout=60",
        # Longer than a proxy keeps a connection that it doesn't use: it closes first, and never sends into the void.
        "--keep-alive=30",
        # One socket for all of a user's servers, in a home that a service may not have.
        "--no-control-socket",
        f"--log-level={log_level}",
        *renewing,
    ]
