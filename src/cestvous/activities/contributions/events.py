from django.utils.translation import gettext_lazy as _

from cestvous.foundation.journal.events import declare

SUBMITTED = declare("contributions.submitted", _("Contribution submitted"))
EDITED = declare("contributions.edited", _("Contribution edited: new version"))
FILED = declare("contributions.filed", _("Contribution put under another theme or neighbourhood"), public=False)
WITHDRAWN = declare("contributions.withdrawn", _("Contribution withdrawn by its author"))
COMMENTED = declare("contributions.commented", _("Comment on a contribution"))
COMMENT_WITHDRAWN = declare("contributions.comment-withdrawn", _("Comment withdrawn by its author"))
POSITION_TAKEN = declare("contributions.position-taken", _("Position taken"), public=False)
POSITION_WITHDRAWN = declare("contributions.position-withdrawn", _("Position withdrawn"), public=False)
ENDORSED = declare("contributions.endorsed", _("Argument endorsed"), public=False)
ENDORSEMENT_WITHDRAWN = declare("contributions.endorsement-withdrawn", _("Endorsement withdrawn"), public=False)
FILE_ATTACHED = declare("contributions.file-attached", _("File joined to a contribution"))
FILE_DESCRIBED = declare("contributions.file-described", _("File of a contribution described anew"))
FILE_WITHDRAWN = declare("contributions.file-withdrawn", _("File of a contribution taken away"))
IMPORTED = declare("contributions.imported", _("Contributions imported"))
