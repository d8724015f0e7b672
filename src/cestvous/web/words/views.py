"""What became of words: of one contribution for everybody, of everything one said for oneself."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.people.actions import mark_words_seen
from cestvous.procedure.consultations.policy import is_own
from cestvous.web.consultations.finding import find
from cestvous.web.consultations.frame import frame_of
from cestvous.web.design.shapes import Crumb, Link
from cestvous.web.requests import PersonRequest, ReaderRequest, now
from cestvous.web.words.chains import chain_of, loom_of
from cestvous.web.words.ours import our_words_of
from cestvous.web.words.pages import my_words_page
from cestvous.web.words.positions import positions_page


@login_not_required
@require_safe
def contribution_chain(request: ReaderRequest, number: int, n: int) -> HttpResponse:
    """One contribution, from the first word to the last milestone."""
    found = find(request, number)
    contribution = Contribution.objects.of(found.consultation).with_words().filter(number=n).first()
    if contribution is None:
        raise Http404
    own = is_own(request.user, contribution.source)
    context = {
        "frame": frame_of(found, "contributions", Crumb(_("What became of these words"))),
        "contribution": contribution,
        "own": own,
        "links": chain_of(contribution.source, loom_of([contribution.source]), found.at, own=own),
    }
    return render(request, "words/chain.html", context)


@login_not_required
@require_safe
def our_words(request: ReaderRequest, number: int) -> HttpResponse:
    """What everybody's words became in one consultation, from all contributions to what is done."""
    found = find(request, number)
    frame = frame_of(found, "", Crumb(_("What became of our words")))
    return render(request, "words/ours.html", {"frame": frame, "page": our_words_of(found)})


@require_safe
def my_words(request: PersonRequest) -> HttpResponse:
    """Everything one said, with its whole chain; what is new of it first."""
    return render(request, "words/mine.html", {"page": my_words_page(request), "tabs": _tabs("my_words")})


@require_safe
def my_positions(request: PersonRequest) -> HttpResponse:
    """Where one stands, and what one agreed with."""
    return render(request, "words/positions.html", {"page": positions_page(request), "tabs": _tabs("my_positions")})


@require_POST
def words_seen(request: PersonRequest) -> HttpResponse:
    """Somebody has seen what is new, until the instant at which their page was made: what came since stays new."""
    mark_words_seen(by=request.user, until=_instant(request.POST.get("until", "")) or now(request))
    messages.success(request, _("Noted. What happens from now on will stand first here."))
    return redirect("my_words")


def _tabs(current: str) -> list[Link]:
    parts = (("my_words", _("What I said")), ("my_positions", _("My positions and endorsements")))
    return [Link(title, reverse(name), is_current=name == current) for name, title in parts]


def _instant(words: str) -> datetime | None:
    """An instant with its zone; None for anything else."""
    try:
        instant = parse_datetime(words[:40])
    except ValueError:
        return None
    return instant if instant is not None and instant.tzinfo is not None else None
