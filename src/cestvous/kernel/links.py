"""Where a link leads, as careful readers want to know it: by its true host, in letters that can't pass for others."""

import re
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

# A name of ASCII letters, as browsers look it up, or an address in brackets; with its port, and without anybody's name
# before it: "https://mulhouse.fr@elsewhere.test" leads elsewhere.
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?:{_LABEL}(?:\.{_LABEL})*\.?|\[[0-9a-f:.]+\])(?::\d{{1,5}})?")
_MAILBOX = re.compile(r"[^\s@<>()\"\\,;:%]{1,64}@[a-z0-9.-]{1,253}", re.IGNORECASE)
# What browsers leave out of an address, or read otherwise than it looks.
_READ_OTHERWISE = re.compile(r"[\s\\\u0000-\u001f\u007f-\u009f]")
# Letters of these parts, none drawn like another: a name with any other letter is shown as it is looked up.
_IN_OUR_LETTERS = re.compile(r"[a-z0-9àâäæçèéêëîïñôöœùûüÿß-]+")


def _split(address: str) -> SplitResult | None:
    if _READ_OTHERWISE.search(address):
        return None
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 — raises if it is none
    except ValueError:
        return None
    return parts


def may_be_followed(address: str) -> bool:
    """Does this address lead where it seems to: to a page of the web at a plain host, or to one mailbox?"""
    parts = _split(address)
    if parts is None:
        return False
    if parts.scheme == "mailto":
        return bool(_MAILBOX.fullmatch(parts.path))
    return parts.scheme in {"http", "https"} and bool(_HOST.fullmatch(parts.netloc.lower()))


def destination(address: str) -> str:
    """The host that an address leads to, or the mailbox; empty for anything that may not be followed."""
    parts = _split(address) if may_be_followed(address) else None
    if parts is None:
        return ""
    return parts.path if parts.scheme == "mailto" else _in_letters(parts.netloc.lower())


def beside(address: str, words: str) -> str:
    """What has to stand beside a link with these words: its destination, unless they say it, or it is our own site."""
    leads_to = destination(address)
    said = words.strip().lower().removeprefix("mailto:")
    said = re.sub(r"^https?://", "", said).removeprefix("www.")
    told = leads_to.lower().removeprefix("www.")
    is_said = said == told or said.startswith((f"{told}/", f"{told}?", f"{told}#"))
    return "" if is_said or leads_to == urlsplit(settings.SITE_URL).netloc else leads_to


def _in_letters(host: str) -> str:
    """ "médiathèque.test" as it is spelled; a host with letters that may look like others stays as it is looked up."""
    return ".".join(_label(label) for label in host.split("."))


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        spelled = label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    return spelled if _IN_OUR_LETTERS.fullmatch(spelled) else label
