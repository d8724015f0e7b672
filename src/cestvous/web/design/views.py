"""The style guide, the city's colours as a stylesheet, and the preview of a text written in Markdown."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_POST, require_safe

from cestvous.kernel.digests import fingerprint
from cestvous.kernel.text import clean, to_html
from cestvous.web.design.colours import city_tokens, is_colour
from cestvous.web.design.samples import samples

LONGEST_PREVIEW = 20_000
