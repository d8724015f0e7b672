"""Two people edit the same words: the second keeps what they typed, sees the other's, and may replace them."""

from django import forms
from django.http import QueryDict


def let_replace(form: forms.Form, field: str, current: int) -> None:
    """Have the next try start from the ``current`` version, in the hidden ``field`` of an already refused form."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data[field] = str(current)
    form.data = data
