"""Forms that programs fill in: what gives them away is asked of nobody, and costs a person at most a second click.

    class QuestionForm(Paced): …
    if form.is_valid() and spoken(request, form, lambda: actions.ask(…)): …

A field that nobody sees, on a screen, by keyboard or aloud, and that programs fill in all the same; and the instant at
which the form was opened, signed: one that comes back within FORM_SECONDS was typed by no person. It never grows too
old. Either way the form is shown again with all that was typed, to be sent once more.
"""

import time
from collections.abc import Callable
from typing import Any

from allauth.core.ratelimit import consume
from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cestvous.web.forms import carried_out, reopen

OPENED, BAIT = "opened_at", "homepage"
_SALT = "cestvous.pace"


def _opened_now() -> str:
    return signing.dumps(int(time.time()), salt=_SALT)


class BaitInput(forms.TextInput):
    """A field as programs look for one, out of everybody's sight and reach."""

    template_name = "design/bait.html"
    is_hidden = True


class Paced(forms.Form):
    """A form of residents'. What it asks for pace is not among what it says."""

    def __init__(self, *args: Any, **told: Any) -> None:
        super().__init__(*args, **told)
        self.fields[OPENED] = forms.CharField(required=False, widget=forms.HiddenInput, initial=_opened_now)
        self.fields[BAIT] = forms.CharField(required=False, widget=BaitInput)

    def _post_clean(self) -> None:
        """Whatever a form has to say of itself: it comes after, and needs not be called."""
        super()._post_clean()  # type: ignore[misc]  # the stubs leave out Django's own way to look once more
        opened, bait = self.cleaned_data.pop(OPENED, ""), self.cleaned_data.pop(BAIT, "")
        if settings.FORM_SECONDS:
            self._look(opened, bait)

    def _look(self, opened: str, bait: str) -> None:
        if bait:
            reopen(self, BAIT, "")
            self.add_error(
                None, _("A field that nobody sees was filled in. It is empty again: send the form once more.")
            )
            return
        try:
            # A machine whose clock is ahead of ours opened it: that is nobody's haste.
            is_hasty = 0 <= time.time() - signing.loads(opened, salt=_SALT) < settings.FORM_SECONDS
        except signing.BadSignature:
            reopen(self, OPENED, _opened_now())
            is_hasty = True
        if is_hasty:
            self.add_error(
                None, _("This came back sooner than anybody types. Everything is still here: send it once more.")
            )


def spoken(request: HttpRequest, form: forms.BaseForm, write: Callable[[], object]) -> bool:
    """``carried_out``, unless this person, or their network address, has sent more than SPEAK_LIMITS lately."""
    if not consume(request, action="speak", user=request.user):
        words = _("You have sent many texts in a short time. Everything is still here: send it again in a few minutes.")
        form.add_error(None, words)
        return False
    return carried_out(form, write)
