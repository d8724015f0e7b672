from django.utils.translation import gettext_lazy as _

from cestvous.foundation.journal.events import declare

ASKED = declare("organisations.asked", _("Somebody asks to represent an organisation"), public=False)
ASK_WITHDRAWN = declare("organisations.ask-withdrawn", _("No longer asks to represent an organisation"), public=False)
REFUSED = declare("organisations.refused", _("Refused to represent an organisation"), public=False)
CONFIRMED = declare("organisations.confirmed", _("Representative of an organisation confirmed"))
ENDED = declare("organisations.ended", _("Representative of an organisation: ended"))
DESCRIBED = declare("organisations.described", _("Organisation described anew"))
