"""Throwing files away: what nobody attached, and the bytes of what was withdrawn."""

from django.core.files.storage import default_storage
from django.db import transaction

from cestvous.foundation.files.models import UNATTACHED_FOR, File, FileStanding
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock
from cestvous.kernel.transactions import action

AT_MOST = 100


@action
def drop(*, by: Person, file: File) -> None:
    """Throw away a file that one has sent and that nothing shows yet. Nothing happens to any other."""
    File.objects.received_from(by).filter(pk=file.pk).update(
        standing=FileStanding.WITHDRAWN, standing_since=clock.now()
    )
    transaction.on_commit(sweep, robust=True)


@action
def forget_unattached() -> int:
    """Give up, AT_MOST at once, what was received and not attached in time. Returns how many; ``sweep`` does the rest.

    Several workers may: each takes what no other holds, nor anybody who is attaching it.
    """
    late = File.objects.filter(
        standing=FileStanding.RECEIVED, standing_since__lt=clock.now() - UNATTACHED_FOR
    ).select_for_update(skip_locked=True)
    given_up = [file.pk for file in late.order_by("pk")[:AT_MOST]]
    if not given_up:
        return 0
    return File.objects.filter(pk__in=given_up).update(standing=FileStanding.WITHDRAWN)


def sweep() -> int:
    """Delete, AT_MOST at once, the bytes of what was withdrawn. Returns of how many files.

    Bytes first, then the row that names them: whoever is killed between the two leaves it to be done again.
    """
    withdrawn = list(File.objects.filter(standing=FileStanding.WITHDRAWN).exclude(stored="").order_by("pk")[:AT_MOST])
    for file in withdrawn:
        for name in filter(None, (file.stored.name, file.small.name)):
            default_storage.delete(name)
        _forget(file)
    return len(withdrawn)


@action
def _forget(file: File) -> None:
    """What was shown once leaves a dated statement; what never was leaves nothing."""
    if file.attached_at is None:
        File.objects.filter(pk=file.pk).delete()
    else:
        File.objects.filter(pk=file.pk).update(stored="", small="")
