"""What nobody sends by chance: values, bodies, headers and addresses, as Hypothesis draws them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote_from_bytes

from hypothesis import settings
from hypothesis import strategies as st

from tests.machinery.html import Form

BOUNDARY = "cestvous"
# What turns a text round, or is not seen: none of it may reach a table.
UNSEEN = "\u0000\u0007\u001b\u007f\u0085\u061c\u200b\u200e\u200f\u202a\u202d\u202e\u2066\u2069\ufeff\U000e0041"
_WORDS = (
    "", " ", "\u0000", f"mots{UNSEEN}cachés", "\u202eelleriam al", "Mai\u200brie", "M\u0430irie de Mulhouse",
    "e\u0301" * 40,
    "Z" + "\u0335\u0321" * 500, "\u202e" * 300, "﷽" * 200, "👩‍👩‍👧‍👦" * 50, "\ufffe\uffff", "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>', "{{ 7*7 }}{% debug %}", "%s%n%(x)s", "'; DROP TABLE x; --", "=1+1",
    "../../etc/passwd",
    "https://mulhouse.fr@evil.test", "javascript:alert(1)", "a@b.c\r\nBcc: d@e.f", "\r\n\r\n", "null", "NaN", "-1",
    "0", "1e309",
    "９", "²", "9" * 30, "-" + "9" * 400, "9" * 5_000, "true", "[]", "{}", "1,2", "0x10", "2026-02-30",
    "9999-12-31T23:59",
    "0000-00-00", "2026-03-29T02:30", "2026-10-25T02:30", "12:00", "x" * 300, "x" * 25_000, "mot " * 30_000,
    "x" * 1_000_000,
    "> " * 3_000 + "x", "- " * 500 + "x", "[" * 20_000, "[a](b)" * 3_000, "*" * 20_000, "`" * 20_001, "# " * 5_000,
    "&#0;" * 500,
    "\n" * 20_000, "a\n\n" * 8_000,
)  # fmt: skip
_BYTES = (
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    b"\xf4\x90\x80\x80",
    b"\xef\xbf\xbf",
    b"\x80" * 50,
    b"a\x00b",
    b"\xe9t\xe9",
)
_TYPES = (
    "", "text/plain", "application/json", "application/xml", "application/x-www-form-urlencoded; charset=klingon",
    "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=utf-7",
    "multipart/form-data", "multipart/form-data; boundary=",
    f"multipart/form-data; boundary={BOUNDARY}; charset=utf-16",
    "multipart/form-data; boundary=" + "x" * 300, "multipart/mixed; boundary=cestvous", "\u00e9/\u00e9",
)  # fmt: skip

values: st.SearchStrategy[bytes] = st.one_of(
    st.sampled_from(_WORDS).map(lambda words: words.encode("utf-8", "surrogatepass")),
    st.text(max_size=60).map(str.encode),
    st.sampled_from(_BYTES),
    st.binary(max_size=40),
)
short_values = values.map(lambda value: value[:400])
header_values = st.one_of(
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=120),
    short_values.map(lambda value: value.decode("latin-1").replace("\r", "").replace("\n", "")),
)


def few(share: int) -> settings:
    """So many examples of each of many things: a share of those that the profile has of one."""
    return settings(max_examples=max(2, settings().max_examples // share))


@dataclass(frozen=True)
class Change:
    """One thing done to what a form would send. ``at``: to which of its fields, counted round."""

    at: int
    value: bytes
    how: str

    def apply(self, sent: list[tuple[str, bytes]], names: Sequence[str]) -> list[tuple[str, bytes]]:
        if not names:
            return [*sent, ("x", self.value)]
        name = names[self.at % len(names)]
        others = [pair for pair in sent if pair[0] != name]
        match self.how:
            case "drop":
                return others
            case "repeat":
                return [*sent, (name, self.value), (name, self.value)]
            case "many":
                return [*sent, *((f"{name}-{n}", self.value[:20]) for n in range(600))]
            case _:
                return [*others, (name, self.value)]


@dataclass(frozen=True)
class Sending:
    """How a form is sent: with these changes; as a body of this kind, of which so much arrives."""

    changes: list[Change]
    kind: str
    content_type: str
    cut: int
    button: int = 0

    def body(self, form: Form) -> tuple[bytes, str]:
        """The body, and the type that it claims."""
        sent, names, files, buttons = form.sent, list(form.kinds), form.of_kind("file"), form.buttons
        pairs = [(name, value.encode("utf-8", "surrogatepass")) for name, value in sent]
        if buttons:
            name, value = buttons[self.button % len(buttons)]
            pairs += [(name, value.encode())] if name else []
        for change in self.changes:
            pairs = change.apply(pairs, names)
        if self.kind == "json":
            told = {name: value.decode("latin-1") for name, value in pairs}
            return json.dumps(told).encode(), "application/json"
        if self.kind == "urlencoded":
            body = b"&".join(f"{quote_from_bytes(n.encode())}={quote_from_bytes(v)}".encode() for n, v in pairs)
            return body, "application/x-www-form-urlencoded"
        if self.kind == "claimed":
            return b"&".join(n.encode() + b"=" + v for n, v in pairs), self.content_type
        parts = [_part(name, value, is_file=name in files or self.kind == "files") for name, value in pairs]
        whole = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
        return whole[: -self.cut] if self.kind == "truncated" else whole, f"multipart/form-data; boundary={BOUNDARY}"


def _part(name: str, value: bytes, *, is_file: bool) -> bytes:
    said = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'.encode()
    if is_file:
        said += b'; filename="' + value[:200].replace(b"\r", b"").replace(b"\n", b"") + b'"\r\nContent-Type: image/png'
    return said + b"\r\n\r\n" + value + b"\r\n"


# By its first button, and by its last.
AS_IT_LIES = [Sending(changes=[], kind="urlencoded", content_type="", cut=1, button=button) for button in (0, -1)]
changes = st.lists(
    st.builds(
        Change,
        at=st.integers(0, 40),
        value=values,
        how=st.sampled_from(["set", "set", "set", "set", "drop", "repeat", "many"]),
    ),
    min_size=1,
    max_size=5,
)
sendings = st.builds(
    Sending,
    changes=changes,
    kind=st.sampled_from(["urlencoded"] * 6 + ["multipart", "multipart", "files", "truncated", "claimed", "json"]),
    content_type=st.sampled_from(_TYPES),
    cut=st.integers(1, 200),
    button=st.integers(0, 60),
)
