"""Parts that many pages show again and again."""

from django.template import Library
from django.utils.safestring import SafeString

from cestvous.web.design.drawing import draw

register = Library()


@register.simple_tag
def drawn(template: str, **values: object) -> SafeString:
    """What ``include … only`` gives, drawn once for the same values: its template knows neither request nor site."""
    return draw(template, values)
