"""What a log must never hold, and a log to look for it in."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cestvous.kernel import logs


@dataclass(frozen=True)
class Said:
    """Something whose words are somebody's."""

    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Somebody:
    """Everything by which somebody could be known, as they would type or send it."""

    name: str
    email: str
    password: str
    words: str
    address: str
    browser: str

    def words_in(self, text: str) -> list[str]:
        """What of it stands in a text, written as it is or as a form sends it."""
        known = [self.email, self.password, self.address, self.browser, *self.name.split(), *self.words.split()]
        return [word for word in known if word.casefold() in text.casefold()]


SAMIRA = Somebody(
    name="Zamira Bénaliquoix",
    email="zamira.b@exemple-mulhouse.fr",
    password="corrigé-cheval-batterie",
    words="Unmotquenulautren'écrirait tramwayjusquauxcollines",
    address="82.64.12.219",
    browser="NavigateurDeZam/7.1",
)


@contextmanager
def written(form: str = "json") -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What is logged meanwhile, as our form writes it: parsed lines of JSON."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.FORMS[form]())
    logging.getLogger().addHandler(handler)
    try:
        yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    finally:
        logging.getLogger().removeHandler(handler)
