"""What became of words: of one contribution for everybody, of everything one said for oneself."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cestvous.activities.contributions.models import Contribution
from cestvous.procedure.consultations.policy import is_own
from cestvous.web.consultations.finding import find
from cestvous.web.consultations.frame import frame_of
from cestvous.web.design.shapes import Crumb
from cestvous.web.requests import PersonRequest, ReaderRequest
from cestvous.web.words.chains import chain_of, loom_of
from cestvous.web.words.ours import our_words_of
from cestvous.web.words.pages import my_words_page


@login_not_required
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
def our_words(request: ReaderRequest, number: int) -> HttpResponse:
    """What everybody's words became in one consultation, from all contributions to what is done."""
    found = find(request, number)
    frame = frame_of(found, "", Crumb(_("What became of our words")))
    return render(request, "words/ours.html", {"frame": frame, "page": our_words_of(found)})


def my_words(request: PersonRequest) -> HttpResponse:
    """Everything one said, with its whole chain."""
    return render(request, "words/mine.html", {"page": my_words_page(request)})
