"""Forms that a flood has paused: what came, and the two things that an agent in charge can say about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cestvous.foundation.people.policy import is_disposable, new_since
from cestvous.foundation.sources.models import Source
from cestvous.procedure.consultations import actions
from cestvous.procedure.consultations.kinds import act_named
from cestvous.procedure.consultations.models import Activity, Consultation, Pause
from cestvous.procedure.consultations.policy import JUDGE_FLOOD, may_lead
from cestvous.web.consultations.finding import find
from cestvous.web.consultations.frame import frame_of
from cestvous.web.requests import PersonRequest

# More than one screen tells nothing more of a flood; counts say how many there are.
COUNTED = 1_000


@dataclass(frozen=True)
class PausedForm:
    """A form that pauses, and what its new accounts have written since an hour before."""

    activity: Activity
    act: str
    title: str
    pause: Pause
    texts: int
    people: int
    disposable: int
    alike: int


def paused(consultation: Consultation, at: datetime) -> Iterator[tuple[Activity, str, Pause]]:
    """The forms of a consultation that pause now: no query."""
    for activity in consultation.activities:
        for act in activity.pauses or {}:
            pause = activity.pause_of(act)
            if pause is not None and pause.lasts(at):
                yield activity, act, pause


def _shown(activity: Activity, act: str, pause: Pause) -> PausedForm:
    texts = Source.objects.of_consultation(activity.consultation.number).filter(
        kind=pause.kind,
        recorded_at__gte=pause.since - timedelta(hours=1),
        author__person__joined_at__gt=new_since(pause.since),
    )
    told = texts.order_by("-number").values_list("author", "author__person__email", "current__fingerprint")[:COUNTED]
    people = {author: email for author, email, _words in told}
    return PausedForm(
        activity=activity,
        act=act,
        title=str(act_named(act).label),
        pause=pause,
        texts=len(told),
        people=len(people),
        disposable=sum(is_disposable(email or "") for email in people.values()),
        alike=len(told) - len({words for _author, _email, words in told}),
    )


def paused_forms(request: PersonRequest, number: int) -> HttpResponse:
    """See what came, and open a form again or keep it paused."""
    found = find(request, number)
    consultation = found.consultation
    may_lead(request.user, JUDGE_FLOOD, consultation, found.at).or_deny()
    forms: Sequence[PausedForm] = [_shown(*told) for told in paused(consultation, found.at)]
    if request.method == "POST":
        what, _colon, place = request.POST.get("do", "").partition(":")
        chosen = next((form for form in forms if f"{form.activity.key}/{form.act}" == place), None)
        if chosen is None:
            messages.warning(request, _("This form no longer pauses."))
        elif what == "reopen" and actions.reopen_form(by=request.user, activity=chosen.activity, act=chosen.act):
            messages.success(request, _("The form is open to new accounts again. The public register says so."))
        elif what == "keep" and actions.keep_form_paused(by=request.user, activity=chosen.activity, act=chosen.act):
            messages.success(request, _("The form pauses for another day. The public register says so."))
        return redirect("paused_forms", number)
    return render(request, "agency/paused.html", {"frame": frame_of(found, "consultation"), "forms": forms})
