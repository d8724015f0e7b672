"""The record of processing that article 30 of the GDPR asks for: what each table declares, by what it is kept for."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cestvous.kernel.personal_data import KeptFor
from cestvous.web.standing.processing import Processed, processing

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MARK = "\ufeff"


@dataclass(frozen=True)
class About:
    """What all tables kept for one purpose have in common."""

    title: "StrPromise"
    basis: "StrPromise"
    people: "StrPromise"
    recipients: "StrPromise"


ABOUT: Mapping[KeptFor, About] = {
    KeptFor.ACCOUNT: About(
        gettext_lazy("Keeping accounts"),
        gettext_lazy("public task (GDPR, article 6.1.e); an account is opened from the age of 16, by whoever holds it"),
        gettext_lazy("people with an account"),
        gettext_lazy("nobody sees the address; everybody sees the name shown"),
    ),
    KeptFor.PARTICIPATION: About(
        gettext_lazy("Consulting residents, and answering what they say"),
        gettext_lazy(
            "public task (GDPR, article 6.1.e); what may reveal political opinions is made public by whoever says it "
            "(article 9.2.e) or, for positions, given with their consent (article 9.2.a), and can be taken back"
        ),
        gettext_lazy("people who take part, people who speak for an organisation, authors of what was said elsewhere"),
        gettext_lazy("everybody reads what is published; positions, drafts and neighbourhoods are seen by nobody"),
    ),
    KeptFor.OFFICE: About(
        gettext_lazy("Acting in the city's name, in the open"),
        gettext_lazy(
            "public task and legal obligation (GDPR, article 6.1.c and e): public acts name who answers for them"
        ),
        gettext_lazy("city agents, elected officials, conciliators, members of citizens' councils"),
        gettext_lazy("everybody"),
    ),
    KeptFor.PROTECTION: About(
        gettext_lazy("Protecting accounts and the machine"),
        gettext_lazy("legal obligation to keep data safe (GDPR, articles 6.1.c and 32)"),
        gettext_lazy("people with an account, people who try to sign in, administrators"),
        gettext_lazy("whoever runs the machine for the city"),
    ),
}
ENCRYPTED = gettext_lazy(
    "Who is signed in is known by a cookie that no script reads, and that is sent over encrypted connections only."
)
SECURITY = (
    gettext_lazy("Passwords are kept as digests, and attempts to sign in are counted and slowed down."),
    ENCRYPTED,
    gettext_lazy("Powers come from public mandates alone; whoever runs the machine has none, and only looks."),
    gettext_lazy("Logs hold no name, no e-mail address and no network address; error reports neither."),
    gettext_lazy("Pictures are drawn anew, without place or device; files are kept out of reach of web servers."),
    gettext_lazy("Every official act is in a chained register, which holds neither names nor words."),
    gettext_lazy("What is kept no longer is thrown away by the software itself, table by table."),
    gettext_lazy("No page asks anything of another site; no third party measures who reads."),
)


@dataclass(frozen=True)
class Activity:
    """One activity of processing, with what is kept for it."""

    about: About
    lines: Sequence[Processed]


@dataclass(frozen=True)
class Record:
    """The record: who answers for it, every activity, and what protects it."""

    controller: str
    contact: str
    officer: str
    host: str
    backups: str
    activities: Sequence[Activity]
    security: "Sequence[StrPromise]"


def record_page() -> Record:
    lines = processing()
    return Record(
        controller=_("City of %(city)s") % {"city": settings.CITY_NAME},
        contact=settings.CITY_CONTACT,
        officer=settings.CITY_DPO or settings.CITY_CONTACT,
        host=settings.CITY_HOST,
        backups=ngettext("%(count)d day", "%(count)d days", settings.BACKUP_DAYS) % {"count": settings.BACKUP_DAYS},
        activities=[
            Activity(about, [line for line in lines if line.kept_for == reason]) for reason, about in ABOUT.items()
        ],
        security=[words for words in SECURITY if settings.HTTPS or words != ENCRYPTED],
    )


def record_rows() -> Iterator[str]:
    """The record as CSV, one line a table."""
    record = record_page()
    yield MARK + _row(
        _("Controller"), _("Data protection officer"), _("Purpose"), _("Legal basis"), _("People concerned"),
        _("About what"), _("What is kept"), _("How long"), _("Recipients"), _("Transfers outside the European Union"),
        _("Security measures"),
    )  # fmt: skip
    security = " ".join(str(words) for words in record.security)
    for activity in record.activities:
        about = activity.about
        for line in activity.lines:
            yield _row(
                record.controller, record.officer, about.title, about.basis, about.people, line.about,
                ", ".join(line.kept_of_you), line.how_long, about.recipients, _("none"), security,
            )  # fmt: skip


def _row(*cells: object) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([str(cell) for cell in cells])
    return written.getvalue()
