"""The field of a form that takes files: up to so many, each with its description; none is lost when it is refused.

    class ContributionForm(forms.Form):
        joined = FilesField(most=5)

        def __init__(self, data=None, uploads=None, *, by, owner=None):
            super().__init__(data, uploads)
            field_of(self, "joined", FilesField).open_for(by, owner)

The view gives the form ``request.POST`` and ``request.FILES``; ``{% field form.joined %}`` draws it; what a valid form
says is ``form.cleaned_data["joined"]``, a list of ``Joined`` for ``files.actions.arrange``. What is sent is received
at once, so that a form refused for another reason shows it as already there. Works without script.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cestvous.foundation.files import actions
from cestvous.foundation.files.actions import Joined
from cestvous.foundation.files.models import File, FileKind
from cestvous.foundation.people.models import Person
from cestvous.kernel import text
from cestvous.kernel.references import Reference
from cestvous.kernel.verdicts import Refused
from cestvous.web.design.shapes import FileShown
from cestvous.web.files.shown import shown

Uploads = MultiValueDict[str, "UploadedFile[bytes]"]


@dataclass
class Slot:
    """One place for a file. ``name`` begins the names of its inputs."""

    name: str
    upload: "UploadedFile[bytes] | None" = None
    identifier: str = ""
    description: str = ""
    credit: str = ""
    is_out: bool = False
    file: File | None = None
    error: str = ""

    @property
    def number(self) -> int:
        """Which of the places this is, as people count."""
        return int(self.name.rpartition("-")[2]) + 1

    @property
    def held(self) -> FileShown | None:
        """The file that is there already, as it is shown."""
        return shown(self.file) if self.file is not None else None

    @property
    def accepts_nothing_yet(self) -> bool:
        return self.file is None and not self.error


class FilesWidget(forms.Widget):
    """Reads the slots of a field; its bound field draws them."""

    needs_multipart_form = True
    use_fieldset = True

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def value_from_datadict(self, data: Mapping[str, Any], files: Uploads, name: str) -> list[Slot]:
        return [
            Slot(
                name=begin,
                upload=files.get(f"{begin}-file"),
                identifier=str(data.get(f"{begin}-held", "")).replace("\0", ""),
                description=str(data.get(f"{begin}-description", "")),
                credit=str(data.get(f"{begin}-credit", "")),
                is_out=bool(data.get(f"{begin}-out")),
            )
            for begin in (f"{name}-{place}" for place in range(self.most))
        ]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Uploads, name: str) -> bool:
        return False

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""


class BoundFiles(forms.BoundField):
    """The field on a page: the files that are there, then places for more."""

    field: "FilesField"

    @property
    def slots(self) -> list[Slot]:
        # To be valid or not, a form is cleaned, which receives what was sent.
        is_sent = self.form.is_bound and (self.form.is_valid() or bool(self.field.slots))
        return self.field.slots if is_sent else self.field.opened(self.html_name)

    @property
    def id_for_label(self) -> str:
        """Where what is wrong can be mended: the slot that it is about."""
        wrong = next((slot for slot in self.field.slots if slot.error), None)
        return f"{wrong.name}-{'description' if wrong.file else 'file'}" if wrong else ""

    def as_widget(self, widget: object = None, attrs: object = None, only_initial: bool = False) -> SafeString:
        slots = self.slots
        kept = [slot for slot in slots if not slot.accepts_nothing_yet]
        free = [slot for slot in slots if slot.accepts_nothing_yet]
        return render_to_string(
            "design/file_slots.html",
            {
                "kept": kept,
                "first": free[0] if free else None,
                "more": free[1:],
                "accept": ",".join(actions.endings(self.field.only)),
                "taken": actions.taken(self.field.only),
                "with_credit": self.field.with_credit,
                "only": self.field.only,
                "longest": self.field.longest,
            },
        )


class FilesField(forms.Field):
    """Up to ``most`` files, of ``only`` one kind if it is given; ``with_credit`` asks who made them, too."""

    bound_field_class = BoundFiles
    longest = {"description": 300, "credit": 120}

    def __init__(self, *, most: int = 5, only: FileKind | None = None, with_credit: bool = False, **told: Any) -> None:
        told.setdefault("required", False)
        super().__init__(widget=FilesWidget(most), **told)
        self.most, self.only, self.with_credit = most, only, with_credit
        self.by: Person | None = None
        self.shown: Sequence[File] = ()
        self.slots: list[Slot] = []

    def open_for(self, by: Person, owner: Reference | None = None) -> None:
        """Say who fills the form in, and whose files it holds already."""
        self.by = by
        if owner is not None:
            held = File.objects.of(owner).published()
            self.shown = list(held.filter(kind=self.only) if self.only else held)

    def opened(self, name: str) -> list[Slot]:
        """The slots of a form that nobody has sent yet."""
        begins = [f"{name}-{place}" for place in range(self.most)]
        filled = [
            Slot(begin, identifier=file.identifier, description=file.description, credit=file.credit, file=file)
            for begin, file in zip(begins, self.shown, strict=False)
        ]
        return [*filled, *(Slot(begin) for begin in begins[len(filled) :])]

    def clean(self, value: list[Slot]) -> list[Joined]:
        """Receive what was sent; keep what was held. Whatever is wrong with one is said beside it."""
        self.slots = value
        sent = [slot for slot in value if slot.upload is not None or slot.identifier]
        if sent and self.by is None:
            raise TypeError("say who fills the form in: open_for")
        if self.by is not None:
            known = self._known(self.by, [slot.identifier for slot in sent if slot.identifier])
            for slot in value:
                self._fill(slot, self.by, known)
        wrong = [slot.error for slot in value if slot.error]
        if wrong:
            raise ValidationError(wrong)
        joined = [Joined(slot.file, slot.description, slot.credit) for slot in value if slot.file is not None]
        if self.required and not joined:
            raise ValidationError(self.error_messages["required"], code="required")
        return joined

    def _known(self, by: Person, identifiers: list[str]) -> dict[str, File]:
        """Those of the files named that are this person's own, or shown by the owner already."""
        received = File.objects.received_from(by).filter(identifier__in=identifiers) if identifiers else ()
        return {file.identifier: file for file in (*self.shown, *received)}

    def _fill(self, slot: Slot, by: Person, known: dict[str, File]) -> None:
        slot.description, slot.credit = (
            " ".join(text.clean(words).split())[: self.longest[name]]
            for name, words in (("description", slot.description), ("credit", slot.credit))
        )
        held = known.get(slot.identifier)
        if held is not None and (slot.is_out or slot.upload is not None):
            actions.drop(by=by, file=held)
            held = None
        if slot.upload is not None and not slot.is_out:
            try:
                held = actions.receive(by=by, upload=slot.upload, only=self.only)
            except Refused as refused:
                slot.error = " ".join(filter(None, (refused.verdict.reason, refused.verdict.remedy)))
        slot.file, slot.identifier = held, held.identifier if held is not None else ""
        if held is not None and held.is_picture and not slot.description:
            slot.error = _("Say what “%(name)s” shows: it is there, only its description is missing.") % {
                "name": held.name
            }
