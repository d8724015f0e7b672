from django.utils.translation import gettext_lazy as _

from cestvous.foundation.journal.events import declare

APPOINTED = declare("mandates.appointed", _("Mandate given"))
ENDED = declare("mandates.ended", _("Mandate ended"))
