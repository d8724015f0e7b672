"""Taking over a consultation that began elsewhere: what was lived there is history here, what is to come is ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.journal.actions import record
from cestvous.foundation.people.models import Person
from cestvous.kernel import clock, text
from cestvous.kernel.languages import DEFAULT_LANGUAGE
from cestvous.kernel.transactions import action
from cestvous.kernel.verdicts import Refused, Verdict
from cestvous.procedure.consultations.actions.preparing import Preparation, create, obstacles_to_publication
from cestvous.procedure.consultations.actions.settling import bump, settle
from cestvous.procedure.consultations.events import IMPORTED, PUBLISHED
from cestvous.procedure.consultations.models import Consultation, State, Theme
from cestvous.procedure.consultations.policy import may_lead

# The fact of IMPORTED that says which file it was.
FILE = "file"


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """Where a consultation comes from: ``key`` is its permanent name there, ``origin`` says it in words, ``digest`` is
    that of the file."""

    key: str
    origin: str
    digest: str
    language: str = DEFAULT_LANGUAGE


@action
def take_over(
    *,
    by: Person,
    preparation: Preparation,
    starts: Sequence[datetime],
    provenance: Provenance,
    themes: Mapping[str, str],
) -> Consultation:
    """Make a consultation that is published now, and whose phases that began in the past were lived then.

    ``themes`` (names by slug) are added to the city's where it lacks them, and concern the consultation. Raises Refused
    with every obstacle to its publication; IntegrityError if one of the same key exists.
    """
    known = [Theme.objects.get_or_create(slug=slug, defaults={"name": name})[0] for slug, name in themes.items()]
    consultation = create(by=by, preparation=replace(preparation, themes=known), starts=starts)
    at = clock.now()
    may_lead(by, "consultations.publish", consultation, at).or_deny()
    # People there had to have time to read, not people here: the presentation is judged on the day on which it began.
    obstacles = obstacles_to_publication(consultation, starts[0])
    if obstacles:
        raise Refused(Verdict.no(" ".join(obstacles)))
    bump(
        consultation,
        state=State.PUBLISHED,
        state_since=at,
        published_at=at,
        import_key=provenance.key,
        origin=text.clean(provenance.origin),
        language=provenance.language,
    )
    actor = author_of(by).identifier
    record(IMPORTED, on=consultation.reference, at=at, actor=actor, facts={FILE: provenance.digest})
    record(PUBLISHED, on=consultation.reference, at=at, actor=actor)
    settle(consultation)
    return consultation
