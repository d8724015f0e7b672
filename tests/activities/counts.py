"""What the counters of a consultation ought to say, counted anew from what they count."""

from collections import Counter

from django.db.models import Count, Q

from cestvous.activities.contributions.actions.drawers import Place, place_of
from cestvous.activities.contributions.models import Contribution, Drawer, Position, tendency_of
from cestvous.activities.decisions.models import Commitment
from cestvous.activities.questions.models import Question
from cestvous.activities.syntheses.models import Finding, Objection
from cestvous.foundation.authors.models import AuthorKind
from cestvous.foundation.discussions.models import Comment, Thread
from cestvous.foundation.sources.models import Source, Standing
from cestvous.procedure.consultations.models import Consultation, Participation, Register

_ORGANISATION = Q(author__kind="organisation")
_SHOWN = Q(source__standing=Standing.PUBLISHED)


def recounted(consultation: Consultation) -> dict[str, int]:
    """How many of each kind stand."""
    number = consultation.number
    within = {"activity__consultation": consultation}
    replies = Source.objects.filter(consultation=number, kind="reply")
    reasons = Source.objects.filter(consultation=number, kind="reason", standing=Standing.PUBLISHED)
    return {
        "questions": Question.objects.filter(_SHOWN, **within).count(),
        "contributions": Contribution.objects.filter(_SHOWN, **within).count(),
        "comments": Comment.objects.filter(_SHOWN, consultation=number).count(),
        "positions": Position.objects.filter(contribution__activity__consultation=consultation).count(),
        "reasons": reasons.count(),
        "replies": replies.count(),
        "findings": Finding.objects.filter(thread__consultation=number).count(),
        "objections": Objection.objects.filter(_SHOWN, synthesis__activity__consultation=consultation).count(),
        "commitments": Commitment.objects.filter(decision__activity__consultation=consultation).count(),
        "people": Participation.objects.filter(consultation=consultation).exclude(_ORGANISATION).count(),
        "organisations": Participation.objects.filter(_ORGANISATION, consultation=consultation).count(),
    }


def kept(consultation: Consultation) -> dict[str, int]:
    return dict(Register.objects.filter(consultation=consultation).values_list("kind", "count"))


def wrong_counts(consultation: Consultation) -> list[str]:
    """Every kept counter that does not say what a recount says."""
    now, known = recounted(consultation), kept(consultation)
    wrong = [f"{kind}: {known.get(kind, 0)} kept, {count} counted" for kind, count in now.items()
             if known.get(kind, 0) != count]  # fmt: skip
    wrong += [f"{kind} is kept and never recounted" for kind in known.keys() - now.keys()]
    return wrong + _wrong_on_contributions(consultation) + _wrong_in_threads(consultation) + _wrong_lists(consultation)


def _wrong_on_contributions(consultation: Consultation) -> list[str]:
    rows = Contribution.objects.filter(activity__consultation=consultation).annotate(
        fors=Count("positions", filter=Q(positions__stance="for")),
        againsts=Count("positions", filter=Q(positions__stance="against")),
        mixeds=Count("positions", filter=Q(positions__stance="mixed")),
    )
    names = ("number", "for_count", "against_count", "mixed_count", "fors", "againsts", "mixeds")
    kept = rows.order_by("number").values_list(*names)
    return [f"contribution {row[0]}: positions" for row in kept if row[1:4] != row[4:7]]


def _wrong_in_threads(consultation: Consultation) -> list[str]:
    shown = Count("comments", filter=Q(comments__source__standing=Standing.PUBLISHED))
    threads = Thread.objects.filter(consultation=consultation.number).annotate(counted=shown).order_by("pk")
    comments = Comment.objects.filter(consultation=consultation.number).annotate(counted=Count("endorsements"))
    in_threads = threads.values_list("kind", "number", "comment_count", "counted")
    on_comments = comments.order_by("pk").values_list("number", "endorsement_count", "counted")
    return [
        *(f"{kind} {number}: comments" for kind, number, kept, counted in in_threads if kept != counted),
        *(f"comment {number}: endorsements" for number, kept, counted in on_comments if kept != counted),
    ]


def _wrong_lists(consultation: Consultation) -> list[str]:
    """What lists are narrowed by and counted with."""
    said, counted, wrong = Contribution.objects.filter(activity__consultation=consultation), Counter[Place](), []
    for row in said.select_related("source__current", "source__author").order_by("number").iterator(1_000):
        follows = {
            "tendency": tendency_of(row.for_count, row.against_count, row.mixed_count) or "",
            "is_for_many": row.source.author.kind == AuthorKind.ORGANISATION,
            "is_shown": row.source.is_published,
            "fingerprint": row.source.words.fingerprint,
        }
        wrong += [f"contribution {row.number}: {name}" for name, value in follows.items() if getattr(row, name) != value]
        counted[place_of(row)] += row.is_shown
    drawers = Drawer.objects.filter(activity__consultation=consultation)
    known = {(row.activity_id, row.key): row.count for row in drawers.order_by("key")}
    ought = {(place.activity, place.key): count for place, count in counted.items()}
    wrong += [f"drawer {key}" for key in known.keys() | ought.keys() if known.get(key, 0) != ought.get(key, 0)]
    return wrong


def wrong_numbers(consultation: Consultation) -> list[str]:
    """Public numbers that are missing, or above the last one given. Findings alone may leave a gap: drafts can go."""
    number = consultation.number
    rows = {
        "questions": Question.objects.filter(activity__consultation=consultation),
        "contributions": Contribution.objects.filter(activity__consultation=consultation),
        "comments": Comment.objects.filter(consultation=number),
        "objections": Objection.objects.filter(synthesis__activity__consultation=consultation),
        "replies": Source.objects.filter(consultation=number, kind="reply"),
        "reasons": Source.objects.filter(consultation=number, kind="reason"),
    }
    last = dict(Register.objects.filter(consultation=consultation).values_list("kind", "last_number"))
    return [
        kind
        for kind, things in rows.items()
        if sorted(things.values_list("number", flat=True)) != list(range(1, last.get(kind, 0) + 1))
    ]
