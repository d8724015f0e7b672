"""Digests that anyone can recompute: canonical JSON, salts, and the links of a chain."""

import hashlib
import json
import secrets
from collections.abc import Mapping

GENESIS = "0" * 64
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(content: Mapping[str, object]) -> bytes:
    """The one byte string that stands for ``content``: JSON, keys sorted, no spaces, UTF-8.

    Raises TypeError for what JSON has no form for, ValueError for NaN and infinities.
    """
    return _CANONICAL.encode(content).encode()


def new_salt() -> str:
    """128 random bits in hexadecimal."""
    return secrets.token_hex(16)


def salted(salt: str, content: bytes) -> str:
    """SHA-256 of the salt as written, a line feed, and the content; in hexadecimal.

    Says nothing of the content once the salt is gone. All text, so that a reader can check it with sha256sum.
    """
    return hashlib.sha256(salt.encode() + b"\n" + content).hexdigest()


def link(previous: str, number: int, digest: str) -> str:
    """The link of entry ``number`` in a chain: it depends on every entry before it."""
    return hashlib.sha256(f"{previous}\n{number}\n{digest}".encode()).hexdigest()


def plain(content: Mapping[str, object]) -> str:
    """SHA-256 of public words, in hexadecimal: for official texts, in which there is nothing to erase."""
    return hashlib.sha256(canonical(content)).hexdigest()
