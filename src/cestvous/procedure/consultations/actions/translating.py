"""Saying again in another language what those who lead have written. The original alone is authoritative."""

from collections.abc import Mapping

from cestvous.foundation.authors.actions import author_of
from cestvous.foundation.journal.actions import Facts, record
from cestvous.foundation.people.models import Person
from cestvous.foundation.translations import actions as translations
from cestvous.foundation.translations.actions import Rendering
from cestvous.foundation.translations.models import Translation
from cestvous.kernel import digests
from cestvous.kernel.languages import LANGUAGES
from cestvous.kernel.references import Reference
from cestvous.kernel.transactions import action
from cestvous.procedure.consultations.actions.editing import EditedMeanwhile
from cestvous.procedure.consultations.actions.settling import lock, settle
from cestvous.procedure.consultations.events import TRANSLATED, TRANSLATED_BEFORE_PUBLICATION
from cestvous.procedure.consultations.models import Consultation
from cestvous.procedure.consultations.policy import leading_mandate, may_translate


def last_translated(of: Reference, into: str) -> int:
    """Which translation of a thing is the latest, so that a form can tell whether another came after; 0 without one."""
    latest = Translation.objects.of(of).into(into).latest_first().values_list("pk", flat=True)
    return latest.first() or 0


@action
def translate(
    *,
    by: Person,
    consultation: Consultation,
    of: Reference,
    into: str,
    parts: Mapping[str, Rendering],
    opened_on: int,
    is_decided: bool = False,
) -> list[Translation]:
    """Translate parts of one thing of a consultation. ``is_decided``: it belongs to the decision.

    What stands already is not added again, so that a form sent twice says it once. ``opened_on`` is the latest
    translation that the form knew of; raises EditedMeanwhile if another has come.
    """
    if into not in LANGUAGES or into == consultation.language or of.consultation != consultation.number:
        raise ValueError(f"{of} can't be translated into {into}")
    lock(consultation, exclusively=True)
    at = settle(consultation)
    may_translate(by, consultation, at, is_decided=is_decided).or_deny()
    new = translations.new_among(parts, of, into)
    if not new:
        return []
    if last_translated(of, into) != opened_on:
        raise EditedMeanwhile
    mandate = leading_mandate(by, consultation, at)
    if mandate is None:
        raise ValueError("whoever may translate holds a mandate")
    author = author_of(by)
    made = translations.add(of=of, into=into, parts=new, author=author, mandate=mandate, at=at)
    kind = TRANSLATED_BEFORE_PUBLICATION if consultation.is_draft else TRANSLATED
    digest = digests.plain({row.part: row.digest for row in made})
    facts: Facts = {"language": into, "parts": len(made), "mandate": mandate.pk, "digest": digest}
    record(kind, on=of, at=at, actor=author.identifier, facts=facts)
    return made
