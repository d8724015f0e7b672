"""What every form about a consultation may come to: somebody else was faster."""

from django.utils.translation import gettext as _

from cestvous.kernel.verdicts import Refused, Verdict


class EditedMeanwhile(Refused):
    """Somebody else saved the same thing since this form was opened."""

    def __init__(self) -> None:
        super().__init__(
            Verdict.no(
                _("Somebody else has saved changes since you opened this page."),
                remedy=_("What you typed is still here: compare it with theirs, then save again."),
            )
        )
