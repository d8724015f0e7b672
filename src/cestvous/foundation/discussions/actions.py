"""Writing to a thread. Only the owner of a thread calls these, once it has asked whether the act is open."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from cestvous.foundation.authors.models import Author
from cestvous.foundation.discussions.models import DEEPEST, Comment, Endorsement, Side, Thread
from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.sources import actions as sources
from cestvous.kernel.languages import DEFAULT_LANGUAGE
from cestvous.kernel.references import Reference
from cestvous.kernel.transactions import action


def open_thread(*, under: Reference) -> Thread:
    """A thread under a thing of a consultation."""
    if under.consultation is None:
        raise ValueError("a thread belongs to a consultation")
    return Thread.objects.create(kind=under.kind, number=under.number, consultation=under.consultation)


def open_threads(*, under: Sequence[Reference]) -> list[Thread]:
    """A thread under each of these things of a consultation, in their order."""
    if any(reference.consultation is None for reference in under):
        raise ValueError("a thread belongs to a consultation")
    return Thread.objects.bulk_create(
        Thread(kind=reference.kind, number=reference.number, consultation=reference.consultation or 0)
        for reference in under
    )


def just_said(
    *, thread: Thread, author: Author, side: Side, body: str, at: datetime, parent: Comment | None = None
) -> Comment | None:
    """The comment that ``author`` left a moment ago in these words at this place, if any: a form may be sent twice."""
    again = sources.just_said(author=author, body=body, at=at)
    said = Comment.objects.filter(thread=thread, parent=_above(parent), source__in=again).order_by("number")
    return said.first() if parent else said.filter(side=side).first()


def _above(parent: Comment | None) -> Comment | None:
    """What a reply hangs under: below DEEPEST it goes beside what it replies to."""
    while parent is not None and parent.depth >= DEEPEST:
        parent = parent.parent
    return parent


@action
def append(
    *,
    thread: Thread,
    number: int,
    author: Author,
    side: Side,
    body: str,
    at: datetime,
    mandate: Mandate | None = None,
    parent: Comment | None = None,
    tally_elsewhere: int | None = None,
    language: str = DEFAULT_LANGUAGE,
) -> Comment:
    """Add a comment under its public ``number``. A reply takes its parent's side; below DEEPEST it goes beside it."""
    if parent is not None and parent.thread_id != thread.pk:
        raise ValueError("a reply stays in its thread")
    parent = _above(parent)
    step = f"{number:09d}"
    comment = Comment.objects.create(
        thread=thread,
        number=number,
        consultation=thread.consultation,
        parent=parent,
        path=f"{parent.path}.{step}" if parent else step,
        depth=parent.depth + 1 if parent else 0,
        side=parent.side if parent else side,
        source=sources.publish(
            reference=Reference("comment", number, thread.consultation),
            author=author,
            mandate=mandate,
            body=body,
            at=at,
            language=language,
        ),
        tally_elsewhere=tally_elsewhere,
    )
    Thread.objects.filter(pk=thread.pk).update(comment_count=F("comment_count") + 1)
    return comment


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Something said elsewhere, on its way into a thread."""

    thread: Thread
    number: int
    author: Author
    side: Side
    body: str
    at: datetime
    tally_elsewhere: int | None = None
    language: str = DEFAULT_LANGUAGE


@action
def append_many(remarks: Iterable[Remark]) -> list[Comment]:
    """Add many comments at once, each under its public ``number`` and in its thread; none is a reply."""
    remarks = list(remarks)
    published = sources.publish_many(
        sources.Text(
            reference=Reference("comment", remark.number, remark.thread.consultation),
            author=remark.author,
            body=remark.body,
            at=remark.at,
            language=remark.language,
        )
        for remark in remarks
    )
    made = Comment.objects.bulk_create(
        Comment(
            thread=remark.thread,
            number=remark.number,
            consultation=remark.thread.consultation,
            path=f"{remark.number:09d}",
            depth=0,
            side=remark.side,
            source=source,
            tally_elsewhere=remark.tally_elsewhere,
        )
        for remark, source in zip(remarks, published, strict=True)
    )
    for thread, count in Counter(remark.thread.pk for remark in remarks).items():
        Thread.objects.filter(pk=thread).update(comment_count=F("comment_count") + count)
    return made


@action
def withdraw(*, comment: Comment, at: datetime) -> None:
    """Take a comment back; its replies stay, under a dated statement of what happened."""
    sources.withdraw(source=comment.source, at=at)
    Thread.objects.filter(pk=comment.thread_id).update(comment_count=F("comment_count") - 1)


@action
def endorse(*, comment: Comment, author: Author, at: datetime) -> bool:
    """Agree with an argument. Returns False if this person already did."""
    _kept, made = Endorsement.objects.get_or_create(comment=comment, author=author, defaults={"at": at})
    if made:
        Comment.objects.filter(pk=comment.pk).update(endorsement_count=F("endorsement_count") + 1)
    return made


@action
def withdraw_endorsement(*, comment: Comment, author: Author) -> bool:
    """No longer agree. Returns False if this person did not."""
    gone, _by_table = Endorsement.objects.filter(comment=comment, author=author).delete()
    if gone:
        Comment.objects.filter(pk=comment.pk).update(endorsement_count=F("endorsement_count") - 1)
    return bool(gone)


@action
def erase(*, comment: Comment, at: datetime) -> None:
    """Erase the words of a comment; its replies stay, under a dated statement of what happened."""
    was_shown = comment.source.is_published
    sources.erase(source=comment.source, at=at)
    if was_shown:
        Thread.objects.filter(pk=comment.thread_id).update(comment_count=F("comment_count") - 1)
