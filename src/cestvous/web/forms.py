"""What the forms of all areas share."""

from collections.abc import Callable

from django import forms
from django.http import QueryDict

from cestvous.kernel.verdicts import NotThere, Refused, Verdict


def carried_out(form: forms.BaseForm, write: Callable[[], object]) -> bool:
    """Do what a valid form asks. A refusal becomes an error of the form, so that nothing typed is lost."""
    try:
        write()
    except NotThere:
        raise
    except Refused as refused:
        form.add_error(None, " ".join(filter(None, (refused.verdict.reason, refused.verdict.remedy))))
        return False
    return True


def reopen(form: forms.BaseForm, name: str, value: object) -> None:
    """After a conflict: show the form again as opened on what is there now, with all that was typed."""
    if isinstance(form.data, QueryDict):
        data = form.data.copy()
        data[form.add_prefix(name)] = str(value)
        form.data = data


def catch_up(form: forms.BaseForm, version: int) -> bool:
    """Reopen a form on ``version`` if it was opened on another, so that saving it anew is a choice made knowingly.

    False if it was not, or if it does not say what it was opened on.
    """
    if form.cleaned_data.get("opened_on") in (None, version):
        return False
    reopen(form, "opened_on", version)
    return True


def status_of(form: forms.BaseForm | None, verdict: Verdict) -> int:
    """What a page that shows a form answers: 422 while what was sent is not done, 403 where nothing may be sent."""
    if form is not None and form.is_bound:
        return 422
    return 200 if verdict else 403
