"""What a phase asks of the texts: that every gate up to it can open, and that the next one's stays shut."""

from cestvous.commands.demo.tables import BrokenText
from cestvous.commands.demo.texts import ConsultationText
from cestvous.procedure.rules.grid import Purpose


def check(text: ConsultationText) -> None:
    """Raises BrokenText if a consultation couldn't stand where its file says it does."""
    rank = text.phase.rank
    _only_from(text, "contributions", bool(text.contributions), Purpose.CONSULTATION)
    _only_from(text, "sections", bool(text.sections), Purpose.SYNTHESIS)
    _only_from(text, "objections", bool(text.objections), Purpose.DEBATE)
    _only_from(text, "answers", bool(text.answers), Purpose.DECISION)
    _only_from(text, "decision", text.decision is not None, Purpose.FOLLOW_UP)
    waiting = _waiting(text)
    if rank >= Purpose.DEBATE.rank and waiting:
        raise _broken(text, "contributions", f"neither cited nor set aside: {waiting[0]!r}")
    if rank >= Purpose.DECISION.rank:
        unreplied = [row.contribution for row in text.objections if row.reply is None]
        if unreplied:
            raise _broken(text, "objections", f"the one about {unreplied[0]!r} has no reply")
    if rank >= Purpose.FOLLOW_UP.rank:
        answered = [answer.finding for answer in text.answers]
        unanswered = [finding.key for finding in text.findings if finding.key not in answered]
        if unanswered or text.decision is None:
            raise _broken(text, "answers", f"the decision leaves {unanswered[:1] or 'everything'} unanswered")


def _waiting(text: ConsultationText) -> list[str]:
    cited = {row.contribution for finding in text.findings for row in finding.cites}
    aside = {row.contribution for row in text.set_aside}
    if cited & aside:
        raise _broken(text, "set_aside", f"is cited as well: {min(cited & aside)!r}")
    return [row.key for row in text.contributions if not row.withdrawn and row.key not in cited | aside]


def _only_from(text: ConsultationText, key: str, present: bool, phase: Purpose) -> None:
    if present and text.phase.rank < phase.rank:
        raise _broken(text, key, f"comes with the phase {phase.value!r}, this one is in {text.phase.value!r}")


def _broken(text: ConsultationText, key: str, problem: str) -> BrokenText:
    return BrokenText(f"{text.key}.toml › {key}", problem)
