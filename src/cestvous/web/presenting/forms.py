"""The forms of a presentation, one for each of its pages."""

from collections.abc import Mapping
from functools import partial

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cestvous.foundation.files.models import FileKind
from cestvous.foundation.people.models import Person
from cestvous.kernel.videos import video_at
from cestvous.procedure.consultations.models import Clarification, Consultation, Contact, Landmark, Presentation
from cestvous.procedure.consultations.models.presentation import shown_by, still_of
from cestvous.web.fields import DayField, WordsField, field_of
from cestvous.web.files.fields import FilesField, Uploads
from cestvous.web.presenting.lines import Lines, LinesForm

MOST_PICTURES, MOST_DOCUMENTS = 8, 8


class FilesForm(forms.Form):
    """Pictures, documents and a video."""

    pictures = FilesField(
        label=gettext_lazy("Pictures"),
        only=FileKind.PICTURE,
        most=MOST_PICTURES,
        with_credit=True,
        help_text=gettext_lazy("The first one leads the page, and goes with the link wherever it is shared."),
    )
    documents = FilesField(label=gettext_lazy("Documents"), only=FileKind.DOCUMENT, most=MOST_DOCUMENTS)
    video = forms.CharField(label=gettext_lazy("Address of the video"), max_length=200, required=False)
    video_title = WordsField(
        label=gettext_lazy("What the video shows, and how long it lasts"), max_length=160, required=False
    )
    still = FilesField(
        label=gettext_lazy("Picture that stands for the video"),
        only=FileKind.PICTURE,
        most=1,
        help_text=gettext_lazy("Without one, the site draws it."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        uploads: Uploads | None = None,
        *,
        by: Person,
        consultation: Consultation,
        presentation: Presentation,
    ) -> None:
        initial = {name: getattr(presentation, name) for name in ("video", "video_title")}
        super().__init__(data, uploads, initial={**initial, "edition": consultation.edition})
        for name, owner in (("pictures", shown_by), ("documents", shown_by), ("still", still_of)):
            field_of(self, name, FilesField).open_for(by, owner(consultation))
        hosts = ", ".join(settings.VIDEO_HOSTS)
        self.fields["video"].help_text = _("On a site that the city allows: %(hosts)s.") % {"hosts": hosts}
        if not hosts:
            for name in ("video", "video_title", "still"):
                del self.fields[name]

    def clean_video(self) -> str:
        address: str = self.cleaned_data["video"]
        if address and video_at(address, settings.VIDEO_HOSTS) is None:
            raise forms.ValidationError(_("This is not the address of a video on a site that the city allows."))
        return address

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("video") and not cleaned.get("video_title") and "video_title" not in self.errors:
            self.add_error("video_title", _("Say what the video shows."))
        return cleaned


class CalendarForm(LinesForm):
    """The dates of the project itself."""

    lists = (
        Lines(
            "landmarks",
            {
                "title": partial(WordsField, label=gettext_lazy("What"), max_length=160),
                "day": partial(DayField, label=gettext_lazy("Day")),
                "period": partial(
                    WordsField,
                    label=gettext_lazy("Or a period"),
                    max_length=60,
                    help_text=gettext_lazy("For example: spring 2027."),
                ),
                "text": partial(WordsField, label=gettext_lazy("In a few words"), max_length=500, rows=2),
                "is_past": partial(forms.BooleanField, label=gettext_lazy("This period is over")),
            },
            frozenset({"title"}),
        ),
    )

    def judge(self, begin: str, row: Mapping[str, object]) -> None:
        if not (row["day"] or row["period"]) and f"{begin}-day" not in self.errors:
            self.add_error(f"{begin}-day", _("Give a day, or a period in words."))

    @property
    def landmarks(self) -> list[Landmark]:
        return [
            Landmark(**{**row, "period": row["period"] if not row["day"] else ""})
            for row in self.cleaned_data["landmarks"]
        ]


class AnswersForm(LinesForm):
    """What people will ask, and whom they may ask."""

    lists = (
        Lines(
            "clarifications",
            {
                "question": partial(WordsField, label=gettext_lazy("Question"), max_length=300),
                "answer": partial(WordsField, label=gettext_lazy("Answer"), max_length=3_000, rows=4),
            },
            frozenset({"question", "answer"}),
        ),
        Lines(
            "contacts",
            {
                "name": partial(WordsField, label=gettext_lazy("Name"), max_length=120),
                "function": partial(WordsField, label=gettext_lazy("Function"), max_length=160),
                "reach": partial(
                    WordsField,
                    label=gettext_lazy("How to reach them"),
                    max_length=300,
                    help_text=gettext_lazy("Telephone, hours, address: in your words."),
                ),
            },
            frozenset({"name"}),
        ),
    )

    @property
    def clarifications(self) -> list[Clarification]:
        return [Clarification(**row) for row in self.cleaned_data["clarifications"]]

    @property
    def contacts(self) -> list[Contact]:
        return [Contact(**row) for row in self.cleaned_data["contacts"]]
