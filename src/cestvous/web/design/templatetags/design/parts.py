"""Parts that many pages show again and again."""

from typing import Protocol

from django.template import Library
from django.utils.safestring import SafeString

from cestvous.web.design.drawing import AROUND, draw, draw_known

register = Library()


class Surroundings(Protocol):
    """The site, as what stands around every content shows it; all of it follows from what it is ``known_by``."""

    @property
    def known_by(self) -> tuple[object, ...]: ...


@register.simple_tag
def drawn(template: str, **values: object) -> SafeString:
    """What ``include … only`` gives, drawn once for the same values: its template knows neither request nor site."""
    return draw(template, values)


@register.simple_tag
def around(template: str, site: Surroundings) -> SafeString:
    """What stands around every content of the site, drawn once for the same address and the same kind of reader."""
    return draw_known(template, site.known_by, lambda: {"site": site}, AROUND)
