"""The first beat of every view about a consultation: find it, as it stands now, for somebody who may see it."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import IntegerField
from django.http import Http404

from cestvous.foundation.mandates.models import Mandate
from cestvous.foundation.mandates.policy import Reader
from cestvous.kernel import clock
from cestvous.kernel.databases.instances import Instances, columns_of
from cestvous.kernel.databases.prepared import Blank, Prepared
from cestvous.kernel.verdicts import Verdict
from cestvous.procedure.consultations.actions import settle_for_reading
from cestvous.procedure.consultations.models import Activity, Consultation, Presentation
from cestvous.procedure.consultations.policy import Subject, may, may_see
from cestvous.web.consultations.concluded import CONCLUSIONS, with_conclusions
from cestvous.web.consultations.grids import read_grid
from cestvous.web.requests import PersonRequest, ReaderRequest, now
from cestvous.web.translations.reading import read_originals

_READ = (
    *columns_of(Consultation, but="sponsor"),
    *columns_of(Mandate, "sponsor__", but="person"),
    *("sponsor__person__id", "sponsor__person__name", "sponsor__person__is_active"),
    *columns_of(Presentation, "presented__"),
    *("asked_at", *CONCLUSIONS),
)
_INSTANCES = Instances(Consultation, *_READ)


def _numbered() -> Any:
    rows = with_conclusions(Consultation.objects.annotate(asked_at=clock.column()))
    return rows.filter(number=Blank("number", IntegerField())).values_list(*_READ)


_NUMBERED = Prepared(_numbered)


@dataclass(frozen=True)
class Found:
    """A consultation, settled, with the reader who asks for it and the instant that counts."""

    consultation: Consultation
    reader: Reader
    at: datetime

    def may(self, act: str, subject: Subject) -> Verdict:
        return may(self.reader, act, subject, self.at)

    def activity(self, kind: str) -> Activity:
        """The consultation's activity of a kind. Http404 if its procedure has none."""
        activity = self.consultation.activity_of_kind(kind)
        if activity is None:
            raise Http404
        return activity


def find(request: ReaderRequest | PersonRequest, number: int) -> Found:
    """The consultation of this number. Http404 if there is none, NotThere if this reader may not know of it."""
    rows = _NUMBERED.rows(number=number)
    if not rows:
        raise Http404
    consultation = _INSTANCES.of(rows[0])
    read_grid(consultation)
    at = now(request, partial(clock.told, consultation.__dict__["asked_at"]))
    may_see(request.user, consultation, at).or_deny()
    settle_for_reading([consultation], at)
    if "original" in request.GET:
        read_originals(consultation)
    return Found(consultation, request.user, at)
