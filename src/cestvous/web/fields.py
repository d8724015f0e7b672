"""The form field for what people write."""

from typing import Any

from django import forms

from cestvous.kernel import text


class WordsField(forms.CharField):
    """Words as they will be put on the record: lengths are measured, and emptiness judged, after cleaning."""

    def __init__(self, *, rows: int = 0, **told: Any) -> None:
        if rows:
            told.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**told)

    def to_python(self, value: object) -> str:
        return text.clean(super().to_python(value) or "")
