from django.utils.translation import gettext_lazy as _

from cestvous.foundation.journal.events import declare

SUBMITTED = declare("contributions.submitted", _("Contribution submitted"))
EDITED = declare("contributions.edited", _("Contribution edited: new version"))
WITHDRAWN = declare("contributions.withdrawn", _("Contribution withdrawn by its author"))
COMMENTED = declare("contributions.commented", _("Comment on a contribution"))
COMMENT_WITHDRAWN = declare("contributions.comment-withdrawn", _("Comment withdrawn by its author"))
POSITION_TAKEN = declare("contributions.position-taken", _("Position taken"), public=False)
POSITION_WITHDRAWN = declare("contributions.position-withdrawn", _("Position withdrawn"), public=False)
ENDORSED = declare("contributions.endorsed", _("Argument endorsed"), public=False)
ENDORSEMENT_WITHDRAWN = declare("contributions.endorsement-withdrawn", _("Endorsement withdrawn"), public=False)
IMPORTED = declare("contributions.imported", _("Contributions imported"))
