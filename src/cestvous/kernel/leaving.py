"""Does this process leave? Then it takes what still comes, and tells proxies to send no more."""

from threading import Event

LEAVING = Event()
