"""Forms: fields with their label, hint and error tied together, the error summary, and the layout around them."""

from typing import Literal

from django.forms import BaseForm, BoundField, CheckboxInput, HiddenInput, Textarea
from django.forms.widgets import CheckboxSelectMultiple, RadioSelect
from django.template import Context as Page
from django.template import Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cestvous.web.design.shapes import Context

register = Library()


def _shape(field: BoundField) -> str:
    """How a field is drawn: its widget decides."""
    widget = field.field.widget
    if isinstance(widget, HiddenInput):
        return "hidden"
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    # Widgets made of several inputs, such as a date beside a time, need a legend rather than a label.
    return "group" if field.use_fieldset else "single"


def _described(field: BoundField) -> str:
    """The ids of the hint and the error, the error first: it is what the reader came back for."""
    ids = [f"{field.auto_id}_error"] if field.errors else []
    return " ".join([*ids, *([f"{field.auto_id}_helptext"] if field.help_text else [])])


@register.inclusion_tag("design/field.html")
def field(
    field: BoundField,
    markdown: bool = False,
    passage: str = "",
    autocomplete: str = "",
    rows: int = 0,
    width: Literal["", "short", "full"] = "",
    hide_requirement: bool = False,
    inline: bool = False,
    preview: str = "",
) -> Context:
    """One field of a form. ``markdown`` adds formatting help and a preview, drawn by the address ``preview`` if it is
    not the usual one; ``passage`` is the id of the text to select a passage in; ``inline`` sets short choices side by
    side."""
    shape, described = _shape(field), _described(field)
    attributes: dict[str, str | bool] = {}
    if shape in ("single", "checkbox") and described:
        attributes["aria-describedby"] = described
    if passage:
        attributes["data-passage"] = passage
    if autocomplete:
        attributes["autocomplete"] = autocomplete
    if rows and isinstance(field.field.widget, Textarea):
        attributes["rows"] = str(rows)
    control = "" if shape == "choices" else field.as_widget(attrs=attributes)
    return {
        "field": field,
        "shape": shape,
        "control": control,
        "described": described,
        "markdown": markdown,
        "width": width,
        "says_requirement": not hide_requirement,
        "inline": inline,
        "preview": preview,
    }


@register.inclusion_tag("design/error_summary.html")
def error_summary(form: BaseForm) -> Context:
    """All that must be mended, each line linked to its field; nothing when the form has no error."""
    return {"form": form, "fields": [field for field in form if field.errors]}


@register.simple_block_tag(takes_context=True)
def form(
    context: Page,
    content: str,
    form: BaseForm | None = None,
    submit: str = "",
    action: str = "",
    method: Literal["post", "get"] = "post",
    cancel: str = "",
    kind: Literal["primary", "danger"] = "primary",
    guard: bool = False,
    draft: str = "",
    id: str = "",  # noqa: A002 — the HTML attribute
) -> SafeString:
    """A form: error summary, fields, buttons. Without content it shows every field of ``form``.

    ``guard`` asks before somebody leaves with unsaved words; ``draft`` is the address that keeps them. Without
    ``submit`` the content brings its own buttons.
    """
    return render_to_string(
        "design/form.html",
        {
            "content": content if content.strip() else "",
            "form": form,
            "submit": submit,
            "action": action,
            "method": method,
            "cancel": cancel,
            "kind": kind,
            "guard": guard,
            "draft": draft,
            "id": id,
            "csrf_token": context.get("csrf_token"),
            "is_multipart": form is not None and form.is_multipart(),
        },
    )


@register.simple_block_tag
def fields(content: str, legend: str, hint: str = "") -> SafeString:
    """Fields that belong together, under a legend."""
    return render_to_string("design/fields.html", {"content": content, "legend": legend, "hint": hint})
