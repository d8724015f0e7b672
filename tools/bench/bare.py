"""The page that others are compared with: one query and a small translated template, through the same middleware."""

import os
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines

from cestvous.foundation.territories.models import Neighbourhood

TEMPLATE = Path(__file__).with_name("bare.html")
PROCESS = "X-Process"


@cache
def _template() -> Any:
    return engines["django"].from_string(TEMPLATE.read_text(encoding="utf-8"))


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """What a page can't cost less than. It has nothing of the frame of ours: no menu, no context of the site.

    It says which process answered, so that none is measured while it is still loading.
    """
    place = Neighbourhood.objects.order_by("pk").first()
    return HttpResponse(_template().render({"place": place}), headers={PROCESS: str(os.getpid())})
