"""Keeping count of what must be accounted for, by what became of it, and of those who said it.

Whoever gives a text its public number holds the register's row already: these rows come after it, always.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db.models import F

from cestvous.foundation.authors.models import BODIES
from cestvous.foundation.sources.models import Fate, Heard, Source, Standing, Voice
from cestvous.kernel.transactions import action

Counts = Counter[tuple[int, str]]


def hear(sources: Sequence[Source]) -> None:
    """New texts stand, and nothing accounts for them yet."""
    counted = [source for source in sources if source.must_be_accounted_for]
    _count(Counter((source.consultation, Heard.named(source.standing, source.fate)) for source in counted))
    _voices(counted, 1)


def hear_no_longer(source: Source) -> None:
    """A published text was taken back. What became of it stays as it was."""
    if not source.must_be_accounted_for:
        return
    # An agent may have cited it since it was looked at; and what is held here is not judged meanwhile.
    held = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    source.fate = held.fate
    published, now = (Heard.named(standing, held.fate) for standing in (Standing.PUBLISHED, held.standing))
    _count(Counter({(held.consultation, published): -1, (held.consultation, now): 1}))
    _voices([source], -1)


@action
def judge(fates: Mapping[Source, Fate]) -> None:
    """Note what a synthesis makes of texts that the caller holds."""
    changed = {source: fate for source, fate in fates.items() if source.fate != fate}
    counts: Counts = Counter()
    by_fate: dict[Fate, list[int]] = {}
    for source, fate in changed.items():
        by_fate.setdefault(fate, []).append(source.pk)
        if source.must_be_accounted_for:
            counts[source.consultation, Heard.named(source.standing, source.fate)] -= 1
            counts[source.consultation, Heard.named(source.standing, fate)] += 1
        source.fate = fate
    for fate, keys in sorted(by_fate.items()):
        Source.objects.filter(pk__in=keys).update(fate=fate)
    _count(counts)


def _voices(sources: Sequence[Source], by: int) -> None:
    """Who says something for the first time is one voice more; who took back the last of it, one fewer."""
    said = Counter((source.consultation, source.author) for source in sources)
    totals: Counts = Counter()
    for (consultation, author), many in sorted(said.items(), key=lambda item: (item[0][0], item[0][1].pk)):
        voice, _made = Voice.objects.get_or_create(consultation=consultation, author=author)
        rows = Voice.objects.filter(pk=voice.pk)
        rows.update(count=F("count") + by * many)
        count = rows.values_list("count", flat=True).get()
        if (count == 0) if by < 0 else (count == many):
            totals[consultation, Heard.BODIES if author.kind in BODIES else Heard.PEOPLE] += by
    _count(totals)


def _count(by: Counts) -> None:
    # In one order for everybody: two writers never hold what the other waits for.
    for (consultation, what), many in sorted(by.items()):
        if many:
            row, _made = Heard.objects.get_or_create(consultation=consultation, what=what)
            Heard.objects.filter(pk=row.pk).update(count=F("count") + many)
