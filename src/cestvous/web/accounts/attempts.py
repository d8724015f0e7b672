"""How often one may fail to be somebody: an attacker is slowed down, whoever they attack is not kept out.

A browser in which the account has signed in before has attempts of its own. All others share those of the account,
of their network address, and of all strangers together. Counted in the cache that all servers share.
"""

from collections.abc import Callable

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest

from cestvous.web.accounts import browsers

_APP = "cestvous.sign-in"


def count(request: HttpRequest, address: str, *, of: str = "password") -> Callable[[], None] | None:
    """Count an attempt to be whose ``address`` this is, before it is judged; None if there were too many.

    What is returned takes it back, for attempts that did not fail.
    """
    address = address.lower()
    if number := browsers.known_as(request, address):
        pools = [("known", f"{of} {number} {address}")]
    else:
        pools = [("stranger", f"{of} {address}"), ("everybody", of)]
    used: list[ratelimit.RateLimitUsage] = []

    def take_back() -> None:
        for usage in used:
            usage.rollback()

    for pool, key in pools:
        usage = ratelimit.consume(request, app=_APP, action=pool, config=settings.SIGN_IN_ATTEMPTS, key=key)
        if usage is None:
            take_back()
            return None
        used.append(usage)
    return take_back


def forgive(request: HttpRequest, address: str) -> None:
    """Forget what strangers tried on one account: its owner has just proved who they are, by mail."""
    of_account = [rate for rate in settings.SIGN_IN_ATTEMPTS["stranger"].split(",") if rate.endswith("/key")]
    config = {"stranger": ",".join(of_account)}
    ratelimit.clear(request, app=_APP, action="stranger", config=config, key=f"password {address.lower()}")
