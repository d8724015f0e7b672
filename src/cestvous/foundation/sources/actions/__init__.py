"""Every write to sources. Called by the owners of a text."""

from cestvous.foundation.sources.actions.hearing import judge
from cestvous.foundation.sources.actions.saying import (
    SENT_TWICE_WITHIN,
    NoSuchPassage,
    Text,
    Words,
    erase,
    fingerprint_of,
    just_said,
    passage,
    publish,
    publish_many,
    rewrite,
    said,
    withdraw,
)

__all__ = [
    "SENT_TWICE_WITHIN",
    "NoSuchPassage",
    "Text",
    "Words",
    "erase",
    "fingerprint_of",
    "judge",
    "just_said",
    "passage",
    "publish",
    "publish_many",
    "rewrite",
    "said",
    "withdraw",
]
