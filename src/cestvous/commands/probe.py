"""``python -m cestvous.commands.probe ADDRESS``: does it answer 200? For supervisors; needs neither Django nor curl."""

import sys
import urllib.error
import urllib.request

PATIENCE_SECONDS = 4


def answers(address: str) -> bool:
    """Does this address answer that all is well?"""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 — the operator's own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False


if __name__ == "__main__":
    sys.exit(0 if answers(sys.argv[1]) else 1)
