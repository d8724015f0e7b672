"""Whom to tell of a fault in the site's security, where those who look for it look: RFC 9116."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import checks
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cestvous.kernel.clock import now

# Below a year, as the standard asks. Longer than a month: nobody has to ask again each day.
MONTHS = 6
_is_secure_address = URLValidator(schemes=["https"])


def as_uri(written: str) -> str:
    """An e-mail address or an ``https://`` one, as the file names it. ValidationError if it is neither."""
    if written.startswith("https://"):
        _is_secure_address(written)
        return written
    validate_email(written)
    return f"mailto:{written}"


def expires(today: date) -> date:
    """The first day of the month that is so many months ahead: the file says the same all month long."""
    months = today.month - 1 + MONTHS
    return date(today.year + months // 12, months % 12 + 1, 1)


@login_not_required
@require_safe
@cache_control(max_age=86_400)
def security_txt(request: HttpRequest) -> HttpResponse:
    """The file, or none as long as nobody is named: a wrong contact is worse than none."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = expires(timezone.localdate(now()))
    lines = [
        *(f"Contact: {as_uri(contact)}" for contact in settings.SECURITY_CONTACT),
        f"Expires: {until:%Y-%m-%d}T00:00:00Z",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {settings.SITE_URL}{request.path}",
    ]
    if settings.SECURITY_POLICY:
        lines.append(f"Policy: {settings.SECURITY_POLICY}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def whom_to_tell(**_: Any) -> list[checks.CheckMessage]:
    """A warning if nobody is named, an error if what is named can't be written to."""
    if not settings.SECURITY_CONTACT:
        return [
            checks.Warning(
                "SECURITY_CONTACT is empty: whoever finds a fault doesn't know whom to tell.",
                hint="Write an address that somebody reads. It is shown at /.well-known/security.txt.",
                id="web.W001",
            )
        ]
    try:
        for contact in settings.SECURITY_CONTACT:
            as_uri(contact)
        if settings.SECURITY_POLICY:
            _is_secure_address(settings.SECURITY_POLICY)
    except ValidationError:
        return [
            checks.Error(
                f"SECURITY_CONTACT is {settings.SECURITY_CONTACT!r} and SECURITY_POLICY {settings.SECURITY_POLICY!r}.",
                hint="A contact is an e-mail address or an https:// one, of several separated by commas; the policy is https://.",
                id="web.E005",
            )
        ]
    return []
