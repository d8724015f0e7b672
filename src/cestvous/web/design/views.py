"""The style guide, the city's colours as a stylesheet, and the preview of a text written in Markdown."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from cestvous.kernel.text import clean, to_html
from cestvous.web.design.colours import city_tokens, is_colour, tokens
from cestvous.web.design.samples import Sample

LONGEST_PREVIEW = 20_000


def _rule(colours: dict[str, str]) -> str:
    return f":root{{{';'.join(f'--{name}:{value}' for name, value in colours.items())}}}"


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def city_css(request: HttpRequest) -> HttpResponse:
    """The city's own colours. A value that is no colour is left out: the check at start has said so."""
    given = (settings.CITY_ACCENT, settings.CITY_ACCENT_DARK, settings.CITY_PAPER)
    city = city_tokens(*(value if is_colour(value) else "" for value in given))
    # What the city changes in the light scheme only must not leak into the dark one.
    dark = {name: value for name, value in tokens()["dark"].items() if name in city["light"]} | city["dark"]
    css = f"@layer tokens{{{_rule(city['light'])}@media screen and (prefers-color-scheme:dark){{{_rule(dark)}}}}}"
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@require_POST
def markdown_preview(request: HttpRequest) -> HttpResponse:
    """The HTML of the text that somebody is writing, as the page will show it."""
    text = clean(request.POST.get("text", ""))[:LONGEST_PREVIEW]
    return HttpResponse(to_html(text, get_language() or settings.LANGUAGE_CODE))


@login_not_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in its states."""
    return render(request, "design/styleguide.html", {"sample": Sample()})
