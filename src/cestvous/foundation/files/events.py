from django.utils.translation import gettext_lazy as _

from cestvous.foundation.journal.events import declare

CLEARED = declare("files.cleared", _("File found free of viruses"), public=False)
INFECTED = declare("files.infected", _("File taken away: it contains a virus"))
