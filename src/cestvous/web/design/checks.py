"""The check that a city's colours can be read, made when the site starts."""

from django.conf import settings
from django.core.checks import CheckMessage, Error

from cestvous.web.design.colours import ENOUGH, city_tokens, faults, is_colour, tokens

_SETTINGS = ("CITY_ACCENT", "CITY_ACCENT_DARK", "CITY_PAPER")
_WORDS = {"accent": "the accent", "on-accent": "words on the accent", "paper": "paper", "card": "cards"}


def city_colours(**_: object) -> list[CheckMessage]:
    """An error for each setting that is no colour, and for each pair of colours that can't be read together."""
    given = {name: getattr(settings, name) for name in _SETTINGS}
    malformed: list[CheckMessage] = [
        Error(
            f"{name} is {value!r}, which is no colour.",
            hint='Write six hexadecimal digits: "#2b3a8f".',
            id="web.E001",
        )
        for name, value in given.items()
        if value and not is_colour(value)
    ]
    if malformed:
        return malformed
    ours = tokens()
    city = city_tokens(*given.values())
    return [
        Error(
            f"In the {scheme} scheme, {_WORDS.get(ink, f'the colour “{ink}”')} can't be read on "
            f"{_WORDS[surface]}: contrast {ratio:.2f}, at least {ENOUGH} is needed.",
            hint=f"Change {' or '.join(name for name, value in given.items() if value) or 'tokens.css'}.",
            id="web.E002",
        )
        for scheme, colours in ours.items()
        for ink, surface, ratio in faults(colours | city[scheme])
    ]
