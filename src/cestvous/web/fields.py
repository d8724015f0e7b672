"""Form fields that several areas need: words, days, instants on the city's wall clock."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from cestvous.kernel import text
from cestvous.kernel.periods import ImpossibleTime, from_wall_clock

# What a form is filled with: the request's own data, or nothing.
Sent = Mapping[str, object] | None
Known = TypeVar("Known", bound=forms.Field)


def field_of(form: forms.BaseForm, name: str, kind: type[Known]) -> Known:
    """The field of this name, which is of a kind. Raises TypeError if it is of another."""
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"{name} is not a {kind.__name__}")
    return field


class WordsField(forms.CharField):
    """Words as they will be put on the record: lengths are measured, and emptiness judged, after cleaning."""

    def __init__(self, *, rows: int = 0, **told: Any) -> None:
        if rows:
            told.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**told)

    def to_python(self, value: object) -> str:
        return text.clean(super().to_python(value) or "")


class SeveralField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # only the checker knows its table
    """Several things of a list. A number greater than any that SQLite holds names none of them."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            raise ValidationError(self.error_messages["invalid_list"], code="invalid_list") from None


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day of the calendar."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and not 1900 <= day.year <= 2200:
            raise ValidationError(_("Choose a day between 1900 and 2200."))
        return day


class WallClockInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class WallClockField(forms.Field):
    """An instant, typed and shown on the city's wall clock, to the minute; its value is in UTC.

    Refuses times that don't exist or come twice on the nights when the clocks change.
    """

    widget = WallClockInput

    def prepare_value(self, value: object) -> object:
        if isinstance(value, datetime) and timezone.is_aware(value):
            return timezone.localtime(value).replace(tzinfo=None)
        return value

    def to_python(self, value: object) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            local = datetime.fromisoformat(str(value))
        except ValueError:
            raise ValidationError(_("Write the day and the hour, for example 2026-03-05 18:00.")) from None
        if local.tzinfo is not None or not 1900 <= local.year <= 2200:
            raise ValidationError(_("Write the day and the hour, for example 2026-03-05 18:00."))
        try:
            return from_wall_clock(local.replace(second=0, microsecond=0), ZoneInfo(settings.TIME_ZONE))
        except ImpossibleTime as impossible:
            raise ValidationError(str(impossible)) from None
