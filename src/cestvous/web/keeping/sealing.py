"""Pages that show seals: they change when the journal is sealed, although nothing is recorded by it."""

from django.http import HttpRequest

from cestvous.foundation.journal.actions import seal_for_reading

_MARK = "_shows_seals"


def seal_before_showing(request: HttpRequest) -> None:
    """For a page that shows entries of the register: seal what waits, and keep the page until something is sealed."""
    request.__dict__[_MARK] = True
    seal_for_reading()


def shows_seals(request: HttpRequest) -> bool:
    return _MARK in request.__dict__
