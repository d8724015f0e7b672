"""What must happen to files even when nobody looks."""

from cestvous.foundation.files.actions import forget_unattached, scan_waiting, sweep

__all__ = ["purge", "scan_waiting"]


def purge() -> int:
    """Throw away what nobody attached within a day, and the bytes of what was withdrawn. Returns how many of both."""
    return forget_unattached() + sweep()
