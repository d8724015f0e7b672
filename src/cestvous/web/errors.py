"""Pages of error: what happened, and where one can go from there."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cestvous.procedure.consultations.models import Consultation

_WITHIN_A_CONSULTATION = re.compile(r"/consultations/(\d{1,9})(?:-|/|$)")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing is here, or nothing that this reader may know of; within the address of a consultation, that one is."""
    return render(request, "404.html", {"near": _near(request.path)}, status=404)


def _near(path: str) -> Consultation | None:
    """The public consultation within whose address this one lies. A draft is near nobody: it may not be known."""
    found = _WITHIN_A_CONSULTATION.search(path)
    return Consultation.objects.public().filter(number=int(found.group(1))).first() if found else None
