"""Home, the people of an example city."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cestvous.foundation.people.models import Person
from cestvous.web.accounts import sessions
from cestvous.web.requests import ReaderRequest, now
from cestvous.web.site.pages import home_page
from cestvous.web.site.people import invented, people_by_role


@login_not_required
@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """The home page, in the language that somebody chose in their account, else in the one their browser asks for."""
    with override(request.user.language if isinstance(request.user, Person) else get_language()):
        return redirect("home")


@login_not_required
@require_safe
def home(request: ReaderRequest) -> HttpResponse:
    """What one can do now, what comes next, what was decided lately."""
    return render(request, "site/home.html", {"page": home_page(request.user, now(request))})


@login_not_required
def example(request: ReaderRequest) -> HttpResponse:
    """The people of an example city, to sign in as with one click. Exists nowhere else."""
    if not settings.EXAMPLE_CITY:
        raise Http404
    at = now(request)
    if request.method == "POST":
        number = request.POST.get("person", "")[:9]
        person = invented().filter(pk=int(number)).first() if number.isascii() and number.isdigit() else None
        if person is None:
            raise Http404
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        sessions.begin(request)
        messages.success(request, _("You are now %(name)s, an invented person.") % {"name": person.name})
        return redirect("home")
    return render(request, "site/example.html", {"groups": people_by_role(at)})
