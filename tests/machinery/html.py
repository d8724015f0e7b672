"""A page as a browser without scripts reads it: its words, its elements, its forms and what they would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = dict[str, str]
# Buttons and files send nothing by themselves.
_NOT_SENT = {"submit", "button", "reset", "image", "file"}


@dataclass
class Form:
    """``sent``: by name, what is sent if nobody touches anything. ``kinds``: of fields, by name."""

    attributes: Attributes
    sent: list[tuple[str, str]] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def action(self) -> str:
        return self.attributes.get("action", "")

    @property
    def is_sent(self) -> bool:
        return self.attributes.get("method", "get").lower() == "post"

    def filled(self, **others: str) -> dict[str, list[str]]:
        """What is sent, by name, with other values in some fields."""
        told = {name: [value for other, value in self.sent if other == name] for name in self.kinds}
        return told | {name: [value] for name, value in others.items()}

    def of_kind(self, *kinds: str) -> list[str]:
        return [name for name, kind in self.kinds.items() if kind in kinds]


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.words = ""
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = self._area = ""
        self._chosen: list[str] | None = None
        self._typed = ""
        self.feed(html)
        self.close()

    def all(self, *tags: str) -> list[Attributes]:
        return [attributes for tag, attributes in self.elements if tag in tags]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag == "form":
            self._form = Form(attributes)
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(self._form, tag, attributes)

    def _field(self, form: Form, tag: str, attributes: Attributes) -> None:
        name, value = attributes.get("name", ""), attributes.get("value", "")
        if tag == "option" and self._chosen is not None:
            if "selected" in attributes or not self._chosen:
                self._chosen[:] = [value]
        elif tag == "button":
            # Most have no name: what they do is where the form is sent.
            if attributes.get("type", "submit") == "submit":
                form.buttons.append((name, value))
        elif not name or "disabled" in attributes:
            return
        elif tag == "input":
            self._input(form, name, attributes)
        elif tag == "textarea":
            form.kinds[name] = tag
            self._area, self._typed = name, ""
        elif tag == "select":
            form.kinds[name] = tag
            self._select, self._chosen = name, []

    def _input(self, form: Form, name: str, attributes: Attributes) -> None:
        kind = form.kinds[name] = attributes.get("type", "text")
        if kind in {"radio", "checkbox"}:
            if "checked" in attributes:
                form.sent.append((name, attributes.get("value", "on")))
        elif kind not in _NOT_SENT:
            form.sent.append((name, attributes.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif self._form is not None and tag == "textarea" and self._area:
            self._form.sent.append((self._area, self._typed.removeprefix("\n")))
            self._area = ""
        elif self._form is not None and tag == "select" and self._chosen is not None:
            self._form.sent += [(self._select, value) for value in self._chosen]
            self._chosen = None

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._area:
            self._typed += data
