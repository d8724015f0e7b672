"""Markup that somebody types, and a reader that finds it where it has become part of a page."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

# A browser runs nothing else that stands in an address.
HARMLESS = {"", "http", "https", "mailto"}
ADDRESSES = {"href", "src", "action", "formaction", "poster", "data", "srcset", "xlink:href"}


def hostile(name: str) -> str:
    """What breaks out of an element, an attribute, a script or a style, and links that run; it begins with ``name``."""
    return (
        f"{name}\"'><x-evil onload=evil()></script></style></textarea></title><script>evil()</script>"
        "<svg/onload=evil()>{{ 7|add:7 }}{% now 'Y' %}[x](javascript:evil()) <javascript:evil()> ![x](data:evil)"
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self._runs = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._runs = tag in {"script", "style"}
        if "evil" in tag or tag in {"svg:script", "iframe", "object", "embed"}:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or "evil" in name or name == "style":
                self.faults.append(f"<{tag} {name}>")
            if name in ADDRESSES and urlsplit((value or "").strip()).scheme.lower() not in HARMLESS:
                self.faults.append(f"<{tag} {name}={value}>")

    def handle_endtag(self, tag: str) -> None:
        self._runs = False

    def handle_data(self, data: str) -> None:
        if self._runs and "evil" in data:
            self.faults.append("what somebody typed stands in a script or in a style")


def faults_in(html: str) -> Iterator[str]:
    """The elements, attributes and addresses of a page that are not ours, and what was computed in a template."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    yield from reader.faults
    if "x-evil" in html and "{{ 7|add:7 }}" not in html and ">14<" in html:
        yield "a template read what somebody typed"
