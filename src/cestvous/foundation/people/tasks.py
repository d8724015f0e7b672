"""What must happen to sessions even when nobody looks."""

from importlib import import_module

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from cestvous.foundation.people.actions import forget_ended_sign_ins
from cestvous.foundation.people.models import SignIn
from cestvous.kernel import clock


def forget_sessions() -> int:
    """Throw away sessions that have ended, with what is known of their browsers. Returns how many lines of those."""
    # Django judges sessions by the clock of this machine.
    if Session.objects.filter(expire_date__lt=timezone.now()).exists():
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return forget_ended_sign_ins() if SignIn.objects.over(clock.now()).exists() else 0
