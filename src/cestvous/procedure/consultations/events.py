from django.utils.translation import gettext_lazy as _

from cestvous.foundation.journal.events import declare

CREATED = declare("consultations.created", _("Consultation prepared"), public=False)
EDITED = declare("consultations.edited", _("Consultation edited before publication"), public=False)
PUBLISHED = declare("consultations.published", _("Consultation published"))
IMPORTED = declare("consultations.imported", _("Consultation imported from elsewhere"))
CORRECTED = declare("consultations.corrected", _("Presentation corrected"))
FILE_ATTACHED = declare("consultations.file-attached", _("Picture or document added to the presentation"))
FILE_WITHDRAWN = declare("consultations.file-withdrawn", _("Picture or document taken away from the presentation"))
TRANSLATED = declare("consultations.translated", _("Translation published"))
TRANSLATED_BEFORE_PUBLICATION = declare(
    "consultations.translated-before-publication", _("Translation written before publication"), public=False
)
PHASE_ENTERED = declare("consultations.phase-entered", _("Phase begun"))
PHASE_WAITING = declare("consultations.phase-waiting", _("Phase waiting for its conditions"))
ADAPTED = declare("consultations.adapted", _("Procedure adapted"))
SUSPENDED = declare("consultations.suspended", _("Consultation suspended"))
RESUMED = declare("consultations.resumed", _("Consultation resumed"))
CANCELLED = declare("consultations.cancelled", _("Consultation cancelled"))
FORM_PAUSED = declare("consultations.form-paused", _("Form paused for new accounts: unusually many texts came"))
FORM_KEPT_PAUSED = declare("consultations.form-kept-paused", _("Form kept paused for new accounts, for a day"))
FORM_REOPENED = declare("consultations.form-reopened", _("Form open to new accounts again"))
ARCHIVED = declare("consultations.archived", _("Consultation archived"))
TAKEN_CHARGE = declare("consultations.taken-charge", _("Consultation taken over by another agent"))
