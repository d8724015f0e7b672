"""What the forms of all areas share."""

from collections.abc import Callable

from django import forms
from django.http import QueryDict

from cestvous.kernel.verdicts import NotThere, Refused


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
