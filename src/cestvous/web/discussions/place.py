"""Where a discussion stands: the thing it hangs under, its addresses, and the acts that its owner offers."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import cached_property

from cestvous.foundation.discussions.models import Comment, Thread
from cestvous.kernel.verdicts import Verdict
from cestvous.procedure.consultations.actions.discussing import Discussed, Discussing
from cestvous.procedure.consultations.policy import Remark
from cestvous.web.consultations.finding import Found
from cestvous.web.design.shapes import Link
from cestvous.web.remedies import remedy_of


@dataclass(frozen=True)
class ThreadUrls:
    """The addresses around a thread, by the URL names of its owner: ``thing`` is "contribution" or "finding"."""

    thing: str
    number: int
    n: int

    @cached_property
    def page(self) -> str:
        return reverse(self.thing, args=[self.number, self.n])

    @property
    def comment(self) -> str:
        return reverse(f"comment_on_{self.thing}", args=[self.number, self.n])

    def reply(self, comment: int) -> str:
        return self._act(f"reply_to_{self.thing}_comment", comment)

    def endorse(self, comment: int) -> str:
        return self._act(f"endorse_{self.thing}_comment", comment)

    def withdraw_endorsement(self, comment: int) -> str:
        return self._act(f"withdraw_{self.thing}_endorsement", comment)

    def withdraw(self, comment: int) -> str:
        return self._act(f"withdraw_{self.thing}_comment", comment)

    def of_comment(self, comment: int) -> str:
        """The address of a comment, on whatever page of the thread it stands."""
        return f"{self.page}?comment={comment}#c{comment}"

    def _act(self, name: str, comment: int) -> str:
        return reverse(name, args=[self.number, self.n, comment])


@dataclass(frozen=True)
class Discussion:
    """What is said under ``subject``; ``title`` says what is discussed, ``tab`` is the URL name of its tab.

    ``actions``: those of the owner of the thread, by which people speak, agree, and take their words back.
    ``closed``: why nobody can speak any more, whoever they are; empty while that depends on who and when.
    """

    found: Found
    subject: Discussed
    title: str
    tab: str
    urls: ThreadUrls
    actions: Discussing
    closed: str = ""

    @property
    def thread(self) -> Thread:
        return self.subject.thread

    def may_comment(self) -> Verdict:
        if self.closed:
            return Verdict.no(self.closed)
        return self.found.may(self.actions.commenting.act, self.subject)

    def remedy(self, refused: Verdict) -> Link:
        """Where a reader goes who may not speak yet."""
        return remedy_of(self.found, refused, self.actions.commenting.act, f"{self.urls.page}#discussion")

    def may_endorse_at_all(self) -> Verdict:
        """What refuses every argument of the discussion: nobody is signed in, nothing is open now."""
        return self.found.may(self.actions.endorsing.act, self.subject.activity)

    def may_endorse(self, comment: Comment) -> Verdict:
        return self.found.may(self.actions.endorsing.act, Remark(self.subject.activity, comment))

    def may_withdraw(self, comment: Comment) -> Verdict:
        return self.found.may(self.actions.withdrawing.act, Remark(self.subject.activity, comment))
