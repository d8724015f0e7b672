from django.utils.translation import gettext_lazy as _

from cestvous.foundation.journal.events import declare

DRAFTED = declare("decisions.drafted", _("Decision drafted"), public=False)
SIGNED = declare("decisions.signed", _("Decision signed"))
RECTIFIED = declare("decisions.rectified", _("Decision rectified: new version"))
ANSWERED = declare("decisions.answered", _("Finding answered"))
COMMITTED = declare("decisions.committed", _("Commitment made"))
PICTURED = declare("decisions.pictured", _("Picture joined to a report of progress"))
REPORTED = declare("decisions.reported", _("Progress reported on a commitment"))
