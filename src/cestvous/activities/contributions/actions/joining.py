"""The files of a contribution: joined, described anew, taken away, each with its event."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import ngettext

from cestvous.activities.contributions import events
from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.files import actions as files
from cestvous.foundation.files.actions import Joined
from cestvous.foundation.files.models import File
from cestvous.foundation.journal.actions import Facts, record
from cestvous.foundation.people.models import Person
from cestvous.kernel.verdicts import Refused, Verdict
from cestvous.procedure.consultations.actions import EditedMeanwhile

MOST_FILES = 3


def files_edition(contribution: Contribution) -> str:
    """Which files a contribution shows: a form says by it which ones it was opened on."""
    return " ".join(File.objects.of(contribution.reference).published().values_list("identifier", flat=True))


def join(
    *, by: Person, to: Contribution, joined: Sequence[Joined], at: datetime, opened_with: str | None = None
) -> None:
    """Bring the files of a contribution, whose lock the caller holds, to what a form says.

    Raises EditedMeanwhile if it was opened on others than are shown now: nobody's file is taken away unseen.
    """
    if len(joined) > MOST_FILES:
        words = ngettext("%(count)d file at most.", "%(count)d files at most.", MOST_FILES)
        raise Refused(Verdict.no(words % {"count": MOST_FILES}))
    if opened_with is not None and opened_with != files_edition(to):
        raise EditedMeanwhile
    done = files.arrange(by=by, to=to.reference, joined=joined, at=at)
    actor = author_of(by).identifier
    for event, changed in (
        (events.FILE_ATTACHED, done.attached),
        (events.FILE_DESCRIBED, done.described),
        (events.FILE_WITHDRAWN, done.withdrawn),
    ):
        for file in changed:
            # What was taken away has lost its salt: its digest would say nothing.
            facts: Facts = {"file": file.identifier}
            if file.is_published:
                facts["digest"] = file.digest
            record(event, on=to.reference, at=at, actor=actor, facts=facts)
