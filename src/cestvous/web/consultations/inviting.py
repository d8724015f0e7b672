"""What a reader can do in a consultation now; and if nothing, why not, and what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cestvous.activities.contributions import kind as contributions
from cestvous.activities.decisions import kind as decisions
from cestvous.activities.questions import kind as questions
from cestvous.activities.syntheses import kind as syntheses
from cestvous.foundation.people.models import Person
from cestvous.kernel.dates import instant_in_words
from cestvous.kernel.verdicts import Verdict
from cestvous.procedure.consultations.kinds import act_named
from cestvous.procedure.consultations.models import State
from cestvous.procedure.consultations.policy import leading_mandate
from cestvous.web.consultations.cards import what_goes_on
from cestvous.web.consultations.concluded import is_concluded
from cestvous.web.consultations.finding import Found
from cestvous.web.consultations.frame import address_of
from cestvous.web.design.shapes import Link
from cestvous.web.remedies import NO_REMEDY, is_open_to_some, remedy_of

# Kind of activity, act, words of the button, URL name: what counts most comes first.
OFFERED = (
    (contributions.NAME, contributions.SUBMIT, gettext_lazy("Contribute"), "contribute"),
    (contributions.NAME, contributions.COMMENT, gettext_lazy("Read and discuss the contributions"), "contributions"),
    (syntheses.NAME, syntheses.OBJECT, gettext_lazy("Debate the synthesis"), "synthesis"),
    (questions.NAME, questions.ASK, gettext_lazy("Ask a question"), "ask"),
)
LEADING = (
    (syntheses.NAME, syntheses.WRITE, gettext_lazy("Write the synthesis"), "synthesis_desk"),
    (syntheses.NAME, syntheses.REPLY, gettext_lazy("Reply to objections"), "objections"),
    (questions.NAME, questions.REPLY, gettext_lazy("Reply to questions"), "questions"),
    (decisions.NAME, decisions.DRAFT, gettext_lazy("Draft the decision"), "decision_desk"),
    (decisions.NAME, decisions.REPORT, gettext_lazy("Report progress"), "decision"),
)
# Nothing to write any more once it is published or signed, even while its phase lasts.
WRITING = frozenset({syntheses.WRITE, decisions.DRAFT})
# Pages that anybody reads; the form behind the others asks for an account.
READ_BY_ALL = frozenset({"contributions", "synthesis"})


@dataclass(frozen=True)
class Invitation:
    """Something a reader can do now: the words of the button and where it leads."""

    words: str
    url: str


@dataclass(frozen=True)
class Invitations:
    """``needs_account``: what is offered leads through signing in. ``refusal``: why nothing is offered; or, beside an
    offer, why something else is not, if the reader can do something about it (``remedy``). Without any of these,
    ``goes_on`` and ``next`` say what happens instead."""

    offered: list[Invitation]
    needs_account: bool = False
    refusal: Verdict | None = None
    remedy: Link = NO_REMEDY
    goes_on: str = ""
    next: str = ""


def invitations_of(found: Found) -> Invitations:
    """What is open to this reader; those who lead see their own acts first."""
    number = found.consultation.number
    offered: list[Invitation] = []
    refused: list[tuple[Verdict, str]] = []
    needs_account = False
    is_written = is_concluded(found.consultation)
    acts = (*LEADING, *OFFERED) if leading_mandate(found.reader, found.consultation, found.at) else OFFERED
    for kind, act, words, name in acts:
        activity = found.consultation.activity_of_kind(kind)
        if activity is None or (is_written and act in WRITING):
            continue
        address = reverse(name, args=[number])
        verdict = found.may(act, activity)
        if verdict:
            offered.append(Invitation(str(words), address))
        elif is_open_to_some(found, act) and act_named(act).act.lead is None:
            if isinstance(found.reader, Person):
                refused.append((verdict, act))
            else:
                needs_account = True
                offered.append(Invitation(str(words), address if name in READ_BY_ALL else _through_signing_in(address)))
    if refused:
        verdict, act = refused[0]
        remedy = remedy_of(found, verdict, act, address_of(found.consultation))
        if remedy.url or not offered:
            return Invitations(offered, refusal=verdict, remedy=remedy)
    if offered:
        return Invitations(offered, needs_account)
    return Invitations([], goes_on=_goes_on(found), next=_next(found))


def _through_signing_in(address: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': address})}"


def _goes_on(found: Found) -> str:
    schedule = found.consultation.schedule
    if found.consultation.state != State.PUBLISHED or schedule.current is None or not schedule.period_open(found.at):
        return ""
    return what_goes_on(found.consultation, schedule.current.purpose)


def _next(found: Found) -> str:
    """ "From 30 November 2026 at 9: discuss the findings, object to the synthesis"; what opens next to residents."""
    consultation = found.consultation
    if consultation.state != State.PUBLISHED:
        return ""
    for phase in consultation.schedule.phases:
        if phase.entered_at is not None:
            continue
        labels = list(_public_acts(found, phase.key))
        if labels and phase.starts_at > found.at:
            told = {"when": instant_in_words(phase.starts_at), "acts": ", ".join(labels)}
            return _("From %(when)s you can: %(acts)s.") % told
    return ""


def _public_acts(found: Found, phase: str) -> Iterator[str]:
    grid = found.consultation.grid
    for cell in grid.openings:
        if cell.phase == phase:
            for name in sorted(cell.acts):
                if act_named(name).act.lead is None:
                    yield str(act_named(name).label)
