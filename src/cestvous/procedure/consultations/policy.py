"""The one place where it is decided who may do what: for pages, forms, the API and jobs alike."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from cestvous.foundation.authors.models import AuthorKind
from cestvous.foundation.discussions.models import Comment
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.mandates.policy import Permission, Reader, mandate_granting, mandates_granting, mandates_of
from cestvous.foundation.organisations.policy import represents
from cestvous.foundation.people.models import Person
from cestvous.foundation.people.policy import is_new
from cestvous.foundation.sources.models import Source
from cestvous.kernel.dates import instant_in_words
from cestvous.kernel.verdicts import Verdict
from cestvous.procedure.consultations.kinds import act_named
from cestvous.procedure.consultations.messages import AUDIENCES
from cestvous.procedure.consultations.models import Activity, Consultation, State
from cestvous.procedure.rules.grid import Lead, Opening, Someone

CREATE = "consultations.create"
JUDGE_FLOOD = "consultations.judge-flood"
# Acts of those who lead a consultation on the consultation itself, and the states in which they make sense.
LEADING_ACTS: dict[str, frozenset[State]] = {
    "consultations.edit": frozenset({State.DRAFT}),
    "consultations.publish": frozenset({State.DRAFT}),
    "consultations.correct": frozenset({State.PUBLISHED, State.SUSPENDED}),
    "consultations.adapt": frozenset({State.PUBLISHED}),
    "consultations.suspend": frozenset({State.PUBLISHED}),
    "consultations.resume": frozenset({State.SUSPENDED}),
    "consultations.cancel": frozenset({State.PUBLISHED, State.SUSPENDED}),
    "consultations.archive": frozenset({State.PUBLISHED}),
    JUDGE_FLOOD: frozenset({State.PUBLISHED}),
    "consultations.translate": frozenset({State.DRAFT, State.PUBLISHED, State.SUSPENDED}),
}


class InActivity(Protocol):
    """Anything that belongs to an activity."""

    @property
    def activity(self) -> Activity: ...


Subject = Activity | InActivity


@dataclass(frozen=True)
class Remark:
    """A comment, with the activity whose thread it stands in: threads don't know what they hang under."""

    activity: Activity
    comment: Comment


def is_own(reader: Reader, source: Source) -> bool:
    """Are these the reader's own words: those of their account, those they said for an organisation, or its own?"""
    if not isinstance(reader, Person) or source.author.kind != AuthorKind.ORGANISATION:
        return isinstance(reader, Person) and source.author.person_id == reader.pk
    speaker = source.words.through
    return (speaker is not None and speaker.author.person_id == reader.pk) or represents(reader, source.author_id)


def answers_for(reader: Reader, source: Source) -> bool:
    """May the reader change these words? Their account's; an organisation's while they represent it."""
    if source.author.kind == AuthorKind.ORGANISATION:
        return represents(reader, source.author_id)
    return is_own(reader, source)


def check_own_remark(reader: Reader, subject: Activity | Remark, at: datetime) -> Verdict:
    """Withdrawing a comment: one's own, once."""
    if isinstance(subject, Activity):
        return Verdict.yes()
    if not is_own(reader, subject.comment.source):
        return Verdict.no(_("You can only withdraw what you wrote yourself."))
    if not subject.comment.source.is_published:
        return Verdict.no(_("This comment is no longer shown."))
    return Verdict.yes()


def check_endorsing(reader: Reader, subject: Activity | Remark, at: datetime) -> Verdict:
    """Agreeing with an argument: somebody else's, one that is shown, and never by those who must weigh it."""
    activity = subject if isinstance(subject, Activity) else subject.activity
    if leading_mandate(reader, activity.consultation, at) is not None:
        return Verdict.no(_("Those who lead this consultation weigh the arguments: they endorse none."))
    if isinstance(subject, Activity):
        return Verdict.yes()
    if is_own(reader, subject.comment.source):
        return Verdict.no(_("You can't endorse your own words."))
    if not subject.comment.source.is_published:
        return Verdict.no(_("This comment is no longer shown."))
    return Verdict.yes()


def check_parent(parent: Comment, thread: int) -> Verdict:
    """Replying to a comment: one of the same discussion, and one that is shown."""
    if parent.thread_id != thread:
        return Verdict.no(_("This reply belongs to another discussion."))
    if not Source.objects.get(pk=parent.source_id).is_published:
        return Verdict.no(_("This comment is no longer shown."))
    return Verdict.yes()


def agent_mandate(reader: Reader, consultation: Consultation, at: datetime) -> Mandate | None:
    """The mandate by which a reader is one of the agents in charge."""
    leading = mandates_granting(reader, Permission.LEAD, at)
    in_charge = {mandate.pk for mandate in consultation.agents_in_charge} if leading else ()
    return next((mandate for mandate in leading if mandate.pk in in_charge), None)


def sponsor_mandate(reader: Reader, consultation: Consultation, at: datetime) -> Mandate | None:
    """The mandate by which a reader is the sponsor."""
    signing = mandates_granting(reader, Permission.SIGN, at)
    return next((mandate for mandate in signing if mandate.pk == consultation.sponsor_id), None)


def leading_mandate(reader: Reader, consultation: Consultation, at: datetime) -> Mandate | None:
    """The mandate by which a reader leads this consultation, as agent or as sponsor: their words are marked with it."""
    return agent_mandate(reader, consultation, at) or sponsor_mandate(reader, consultation, at)


def may_see(reader: Reader, consultation: Consultation, at: datetime) -> Verdict:
    """Everybody sees what has been published; a draft exists for agents and its sponsor only."""
    if not consultation.is_draft:
        return Verdict.yes()
    if mandate_granting(reader, Permission.LEAD, at) or sponsor_mandate(reader, consultation, at):
        return Verdict.yes()
    return Verdict.not_there(_("There is no such consultation."))


def may_create(reader: Reader, at: datetime) -> Verdict:
    if mandate_granting(reader, Permission.LEAD, at):
        return Verdict.yes()
    return Verdict.no(_("Consultations are prepared by city agents."), remedy=_sign_in(reader))


def may_lead(reader: Reader, act: str, consultation: Consultation, at: datetime) -> Verdict:
    """May the reader do one of LEADING_ACTS? Raises KeyError for any other act."""
    states = LEADING_ACTS[act]
    seen = may_see(reader, consultation, at)
    if not seen:
        return seen
    if agent_mandate(reader, consultation, at) is None:
        return Verdict.no(_("Only the agents in charge of this consultation can do this."), remedy=_sign_in(reader))
    if consultation.state not in states:
        label = State(consultation.state).label
        return Verdict.no(_("This can't be done: the consultation is %(state)s.") % {"state": label})
    return Verdict.yes()


def has_agents(consultation: Consultation, at: datetime) -> bool:
    """Does anybody in charge still hold the mandate by which they were named?"""
    return any(mandate.in_force(at) and mandate.person.is_active for mandate in consultation.agents_in_charge)


def may_take_charge(reader: Reader, consultation: Consultation, at: datetime) -> Verdict:
    """Any agent may go on with a consultation that its agents in charge have all left."""
    seen = may_see(reader, consultation, at)
    if not seen:
        return seen
    if mandate_granting(reader, Permission.LEAD, at) is None:
        return Verdict.no(_("Consultations are led by city agents."), remedy=_sign_in(reader))
    if has_agents(consultation, at):
        return Verdict.no(_("Agents are in charge of this consultation."), remedy=_("They can name you among them."))
    if consultation.state in {State.CANCELLED, State.ARCHIVED}:
        return Verdict.no(_("This consultation is over: nobody leads it any more."))
    return Verdict.yes()


def may_translate(reader: Reader, consultation: Consultation, at: datetime, *, is_decided: bool = False) -> Verdict:
    """Agents in charge translate what is written in a consultation; its sponsor the decision too, which they sign."""
    is_open = consultation.state in LEADING_ACTS["consultations.translate"]
    if is_decided and is_open and sponsor_mandate(reader, consultation, at) is not None:
        return Verdict.yes()
    return may_lead(reader, "consultations.translate", consultation, at)


def may(reader: Reader, act: str, subject: Subject, at: datetime) -> Verdict:
    """May ``reader`` do ``act`` on ``subject`` (an activity, or a thing in one) at this instant?

    The consultation must have been settled; its procedure is read from ``consultation.grid``.
    """
    activity = subject if isinstance(subject, Activity) else subject.activity
    consultation = activity.consultation
    known = act_named(act)
    seen = may_see(reader, consultation, at)
    if not seen:
        return seen
    verdict = _state(consultation, always=known.act.always)
    if verdict and not known.act.always:
        verdict = _opening(reader, act, activity, at)
    if verdict and known.act.always and not isinstance(reader, Person):
        verdict = Verdict.no(_("This is for the person who wrote it."), remedy=_sign_in(reader))
    if verdict and known.check is not None:
        verdict = known.check(reader, subject, at)
    return verdict


def _state(consultation: Consultation, *, always: bool) -> Verdict:
    if consultation.state == State.PUBLISHED or (always and not consultation.is_draft):
        return Verdict.yes()
    return {
        State.DRAFT: Verdict.no(_("This consultation is not published yet.")),
        State.SUSPENDED: Verdict.no(
            _("This consultation is suspended."), remedy=_("It goes on once the agents in charge resume it.")
        ),
        State.CANCELLED: Verdict.no(_("This consultation was cancelled.")),
        State.ARCHIVED: Verdict.no(_("This consultation is over and archived.")),
    }[State(consultation.state)]


def _opening(reader: Reader, act: str, activity: Activity, at: datetime) -> Verdict:
    consultation = activity.consultation
    grid, schedule = consultation.grid, consultation.schedule
    current = schedule.current
    cells = [cell for cell in grid.cell(activity.key, current.key) if act in cell.acts] if current else []
    known = act_named(act).act
    if not cells or not (schedule.period_open(at) or known.until_gate):
        return _closed(act, activity, at)
    if known.lead is not None:
        return _office(reader, known.lead, consultation, at)
    return _audience(reader, cells, at) and _unpaused(reader, act, activity, at)


def _closed(act: str, activity: Activity, at: datetime) -> Verdict:
    """Why an act is not open now: not yet, between two openings, or no longer."""
    consultation = activity.consultation
    schedule = consultation.schedule
    cells = [cell for cell in consultation.grid.openings if cell.activity == activity.key and act in cell.acts]
    keys = {cell.phase for cell in cells}
    phases = [phase for phase in schedule.phases if phase.key in keys]
    to_come = [phase for phase in phases if phase.entered_at is None]
    if to_come:
        when = to_come[0].starts_at
        if when <= at:
            return Verdict.no(
                _("This is not open yet."), remedy=_("It opens as soon as what is missing has been done.")
            )
        return Verdict.no(_("This is not open yet."), remedy=_("Opens on %(when)s.") % {"when": instant_in_words(when)})
    lived = [phase for phase in phases if phase.entered_at is not None]
    end = schedule.ends_at(lived[-1].key) if lived else None
    if end is not None:
        return Verdict.no(_("This closed on %(when)s.") % {"when": instant_in_words(end)})
    return Verdict.no(_("This is not part of this consultation's procedure."))


def _office(reader: Reader, lead: Lead, consultation: Consultation, at: datetime) -> Verdict:
    by_office = {
        Lead.AGENTS: agent_mandate,
        Lead.SPONSOR: sponsor_mandate,
        Lead.AGENTS_AND_SPONSOR: leading_mandate,
    }[lead]
    if by_office(reader, consultation, at) is not None:
        return Verdict.yes()
    reasons = {
        Lead.AGENTS: _("Only the agents in charge of this consultation can do this."),
        Lead.SPONSOR: _("Only the elected official who sponsors this consultation can do this."),
        Lead.AGENTS_AND_SPONSOR: _("Only those who lead this consultation can do this."),
    }
    return Verdict.no(reasons[lead], remedy=_sign_in(reader))


def _audience(reader: Reader, cells: list[Opening], at: datetime) -> Verdict:
    if isinstance(reader, Person) and reader.is_administrator:
        return Verdict.no(_("The administrator runs the machine and takes no part."))
    if not isinstance(reader, Person) or not reader.is_active:
        return Verdict.no(_("You need an account to take part."), remedy=_("Sign in or create an account."))
    someone = Someone(
        signed_in=True,
        neighbourhood=reader.neighbourhood.slug if reader.neighbourhood else "",
        residence_proved=reader.residence_proved_on is not None,
        roles=frozenset(mandate.role for mandate in mandates_of(reader, at)),
    )
    if any(cell.audience.admits(someone) for cell in cells):
        return Verdict.yes()
    who = " · ".join(sorted({str(AUDIENCES[cell.audience.kind]) for cell in cells}))
    remedy = "" if someone.neighbourhood else _("Name your neighbourhood in your account.")
    return Verdict.no(_("This is open to %(who)s.") % {"who": who}, remedy=remedy)


def _unpaused(reader: Reader, act: str, activity: Activity, at: datetime) -> Verdict:
    """A form pauses for accounts that were new when a flood began; those who hold a mandate are known."""
    pause = activity.pause_of(act)
    if pause is None or not pause.lasts(at) or not isinstance(reader, Person) or not is_new(reader, pause.since):
        return Verdict.yes()
    if mandates_of(reader, at):
        return Verdict.yes()
    return Verdict.no(
        _("This form pauses for new accounts: unusually many of them have written here, and an agent looks into it."),
        remedy=_("This form goes on on %(when)s at the latest: send your words then.")
        % {"when": instant_in_words(pause.until)},
    )


def _sign_in(reader: Reader) -> str:
    return "" if isinstance(reader, Person) else _("Sign in if that is you.")
