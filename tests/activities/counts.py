"""What the counters of a consultation ought to say, counted anew from what they count."""

from collections import Counter

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When

from cestvous.activities.contributions.actions.drawers import Place, place_of
from cestvous.activities.contributions.models import Contribution, Drawer, Position, tendency_of
from cestvous.activities.decisions.models import Commitment
from cestvous.activities.questions.models import Question
from cestvous.activities.syntheses.actions.reckoning import BESIDE, tally
from cestvous.activities.syntheses.models import Citation, Finding, FindingVersion, Objection, SetAside, Synthesis
from cestvous.activities.syntheses.models.document import Support
from cestvous.foundation.authors.models import BODIES, PEOPLE, AuthorKind
from cestvous.foundation.discussions.models import Comment, Thread
from cestvous.foundation.sources.models import Fate, Heard, Source, Standing, Voice
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
    return (
        wrong
        + _wrong_on_contributions(consultation)
        + _wrong_in_threads(consultation)
        + _wrong_lists(consultation)
        + _wrong_accounts(consultation)
    )


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
        wrong += [
            f"contribution {row.number}: {name}" for name, value in follows.items() if getattr(row, name) != value
        ]
        counted[place_of(row)] += row.is_shown
    drawers = Drawer.objects.filter(activity__consultation=consultation)
    known = {(row.activity_id, row.key): row.count for row in drawers.order_by("key")}
    ought = {(place.activity, place.key): count for place, count in counted.items()}
    wrong += [f"drawer {key}" for key in known.keys() | ought.keys() if known.get(key, 0) != ought.get(key, 0)]
    return wrong


def _wrong_accounts(consultation: Consultation) -> list[str]:
    """What became of texts, who said them, what findings rest on, and what is set aside by which reason."""
    number, wrong = consultation.number, []
    cited = Citation.objects.filter(source=OuterRef("pk"), finding_version__current_of__isnull=False)
    aside = SetAside.objects.in_force().filter(source=OuterRef("pk"))
    fate = Case(
        When(Exists(cited.filter(passage__isnull=False)), then=Value(Fate.PASSAGE)),
        When(Exists(cited), then=Value(Fate.WHOLE)),
        When(Exists(aside.filter(in_bulk=True)), then=Value(Fate.BULK)),
        When(Exists(aside), then=Value(Fate.ASIDE)),
        default=Value(Fate.WAITING),
    )
    rows = Source.objects.of_consultation(number).annotate(ought=fate)
    wrong += [f"{row}: fate" for row in rows.exclude(fate=F("ought")).order_by("pk")]
    accountable = rows.filter(must_be_accounted_for=True).order_by()
    counts = Counter(Heard.named(*row) for row in accountable.values_list("standing", "fate"))
    said = Counter(accountable.filter(standing=Standing.PUBLISHED).values_list("author", "author__kind"))
    counts[Heard.PEOPLE] = sum(kind in PEOPLE for _author, kind in said)
    counts[Heard.BODIES] = sum(kind in BODIES for _author, kind in said)
    heard = dict(Heard.objects.filter(consultation=number).values_list("what", "count"))
    wrong += [f"heard {what}" for what in counts.keys() | heard.keys() if counts[what] != heard.get(what, 0)]
    voices = dict(Voice.objects.filter(consultation=number, count__gt=0).values_list("author", "count"))
    wrong += ["voices"] if voices != {author: count for (author, _kind), count in said.items()} else []
    return wrong + _wrong_findings(number)


def _wrong_findings(consultation: int) -> list[str]:
    wrong = []
    for version in FindingVersion.objects.filter(finding__thread__consultation=consultation).order_by("pk"):
        cited = list(version.citations.select_related("source__author", "version").order_by("passage", "number", "pk"))
        contributions = {row.source_id for row in cited if row.source.must_be_accounted_for}
        ought = Support(
            contributions=len(contributions),
            wordings=len({row.version.fingerprint for row in cited if row.source_id in contributions}),
            other_texts=len({row.source_id for row in cited} - contributions),
            people=len({row.source.author_id for row in cited if row.source.author.kind in PEOPLE}),
            bodies=len({row.source.author_id for row in cited if row.source.author.kind in BODIES}),
            by_passage=len({row.source_id for row in cited if row.passage_id}),
        )
        wrong += [] if version.support == ought else [f"finding {version}: {version.support}, counted {ought}"]
        first = sorted(cited, key=lambda row: (row.passage_id is None, row.number, row.pk))[:BESIDE]
        ranks = {row.pk: row.rank for row in cited if row.rank is not None}
        wrong += [] if ranks == {row.pk: rank for rank, row in enumerate(first, 1)} else [f"finding {version}: beside"]
        wrong += [f"finding {version}: numbers" for row in cited if row.number != row.source.number]
    for synthesis in Synthesis.objects.filter(versions__number=1, activity__consultation__number=consultation):
        before = dict(synthesis.asides)
        tally(synthesis)
        wrong += [] if synthesis.asides == before else ["what is set aside"]
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
