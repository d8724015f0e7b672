"""The archive of everything that is kept about somebody: a page to read, and a file for machines, for each table."""

import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cestvous.foundation.files.models import File
from cestvous.kernel import clock
from cestvous.kernel.dates import instant_in_words
from cestvous.kernel.personal_data import DECLARED_FOR_LIBRARIES, PersonalData
from cestvous.web.privacy.holdings import HELD, LEFT_OUT, SECRETS, Holder

PIECE = 65_536
# What stands beside personal data and helps to read them. All other columns are in the files for machines.
BESIDE = {
    "consultation": gettext_lazy("consultation"),
    "kind": gettext_lazy("kind"),
    "number": gettext_lazy("number"),
    "source": gettext_lazy("text"),
    "contribution": gettext_lazy("contribution"),
    "comment": gettext_lazy("comment"),
    "organisation": gettext_lazy("organisation"),
    "standing": gettext_lazy("what became of it"),
    "state": gettext_lazy("what became of it"),
    "side": gettext_lazy("side"),
    "ground": gettext_lazy("ground"),
    "said_at": gettext_lazy("when"),
    "written_at": gettext_lazy("when"),
    "at": gettext_lazy("when"),
    "since": gettext_lazy("since"),
    "asked_at": gettext_lazy("when"),
    "received_at": gettext_lazy("when"),
    "starts_on": gettext_lazy("from"),
    "ends_on": gettext_lazy("until"),
    "expire_date": gettext_lazy("until"),
    "subject": gettext_lazy("subject"),
    "verified": gettext_lazy("confirmed"),
    "count": gettext_lazy("how many"),
    "stays_after_erasure": gettext_lazy("stays without my name if I erase my account"),
    "place": gettext_lazy("place"),
}
# That it is theirs goes without saying; digests, stems and where bytes lie say nothing to anybody who reads.
_NOT_TO_READ = frozenset(
    {"author", "by", "person", "user", "stored", "small", "fingerprint", "checksum", "stems", "through"}
)


@dataclass(frozen=True)
class Part:
    """One table of the archive, as its contents page lists it."""

    title: str
    name: str
    rows: int
    kept: str


class _Sink:
    """What zipfile writes to: it can't go back, and lets go of what was taken from it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def zipped(members: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """A zip file of these members, in pieces, in the memory of one of them."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:  # type: ignore[call-overload]  # writes only
        for name, pieces in members:
            with packed.open(name, "w", force_zip64=True) as member:
                for piece in pieces:
                    member.write(piece)
                    yield sink.taken()
    yield sink.taken()


def members_about(holder: Holder, language: str) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Every member of the archive; the contents page comes last, once all is counted."""
    parts: list[Part] = []
    sent = 0
    for label, holding in HELD.items():
        with override(language):
            declared, title = declared_by(label), str(holding.title)
            name = f"{len(parts) + 1:02d}-{slugify(title)}"
            table, page = bytearray(), bytearray()
            count = 0
            for row in holding.rows(holder):
                count += 1
                table += (",\n" if count > 1 else "").encode() + _for_machines(label, row)
                page += _to_read(declared, row).encode()
            part = Part(title, name, count, str(declared.kept))
            head = {"table": label, "about": str(declared.about), "kept": part.kept}
            told = json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "rows": [\n' + bytes(table) + b"\n]}\n"
            read = render_to_string("privacy/archive_part.html", {"part": part, "site": settings.SITE_NAME})
            before, after = read.split("<!-- rows -->")
        parts.append(part)
        yield f"donnees/{name}.json", [told]
        if count:
            yield f"pages/{name}.html", [before.encode(), bytes(page), after.encode()]
    for file in File.objects.filter(author=holder.author, waits_for_scan=False).exclude(stored="").order_by("pk"):
        if default_storage.exists(str(file.stored)):
            sent += 1
            yield f"fichiers/{file.identifier}-{file.name}", _bytes_of(file)
    with override(language):
        yield "index.html", [_contents(holder, parts, sent).encode()]


def declared_by(label: str) -> PersonalData:
    """What a table declares, ours or a library's."""
    if label in DECLARED_FOR_LIBRARIES:
        return DECLARED_FOR_LIBRARIES[label]
    declared: PersonalData = apps.get_model(label).__dict__["personal"]
    return declared


def _contents(holder: Holder, parts: list[Part], sent: int) -> str:
    left_out = [(declared_by(label).about, reason) for label, reason in LEFT_OUT.items()]
    told = {
        "name": holder.person.name,
        "at": instant_in_words(clock.now()),
        "parts": parts,
        "files": sent,
        "left_out": left_out,
        "site": settings.SITE_NAME,
        "contact": settings.CITY_CONTACT,
    }
    return render_to_string("privacy/archive_index.html", told)


def _bytes_of(file: File) -> Iterator[bytes]:
    with default_storage.open(str(file.stored)) as content:
        while piece := content.read(PIECE):
            yield piece


def _columns(row: Model) -> Iterator["Field[object, object]"]:
    secret = SECRETS.get(row._meta.label, frozenset())
    return (field for field in row._meta.concrete_fields if field.name not in secret)


def _for_machines(label: str, row: Model) -> bytes:
    values = {field.attname: field.value_from_object(row) for field in _columns(row)}
    if label == "files.File":
        values |= {name: str(values[name]) for name in ("stored", "small")}
    return json.dumps(values, ensure_ascii=False, cls=DjangoJSONEncoder).encode()


def _to_read(declared: PersonalData, row: Model) -> str:
    """One row as a list of what is told and its value; what is empty is left out."""
    lines: list[tuple[str, str]] = []
    for field in _columns(row):
        words = declared.fields.get(field.name) or BESIDE.get(field.name)
        value = _value(row, field)
        if words and field.name not in _NOT_TO_READ and value:
            lines.append((str(words), value))
    return format_html("<dl>{}</dl>\n", format_html_join("", "<dt>{}</dt><dd>{}</dd>", lines)) if lines else ""


def _value(row: Model, field: "Field[object, object]") -> str:
    value = field.value_from_object(row)
    if value is None or value == "":
        return ""
    if field.is_relation:
        return str(getattr(row, field.name))
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "\n".join(str(said) for said in value.values())
    return instant_in_words(value) if isinstance(value, datetime) else str(value)
