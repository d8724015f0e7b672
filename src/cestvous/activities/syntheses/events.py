from django.utils.translation import gettext_lazy as _

from cestvous.foundation.journal.events import declare

DRAFTED = declare("syntheses.drafted", _("Synthesis drafted"), public=False)
# While the synthesis is a draft, so is what it sets aside; its publication tells.
SET_ASIDE = declare("syntheses.set-aside", _("Source set aside with a reason"), public=False)
LIFTED = declare("syntheses.set-aside-lifted", _("Set-aside lifted"), public=False)
SET_ASIDE_PUBLISHED = declare("syntheses.set-aside-published", _("Source set aside with a reason"))
CITED_AFTER_ALL = declare("syntheses.set-aside-revised", _("Source no longer set aside: a finding now cites it"))
PUBLISHED = declare("syntheses.published", _("Synthesis published"))
REVISED = declare("syntheses.revised", _("Finding revised: new version of the synthesis"))
CONFIRMED = declare("syntheses.confirmed", _("Synthesis confirmed after the debate"))
OBJECTED = declare("syntheses.objected", _("Objection to the synthesis"))
OBJECTION_WITHDRAWN = declare("syntheses.objection-withdrawn", _("Objection withdrawn by its author"))
REPLIED = declare("syntheses.replied", _("Objection replied to"))
COMMENTED = declare("syntheses.commented", _("Comment on a finding"))
COMMENT_WITHDRAWN = declare("syntheses.comment-withdrawn", _("Comment on a finding withdrawn by its author"))
ENDORSED = declare("syntheses.endorsed", _("Argument on a finding endorsed"), public=False)
ENDORSEMENT_WITHDRAWN = declare("syntheses.endorsement-withdrawn", _("Endorsement withdrawn"), public=False)
FINDING_PUBLISHED = declare("syntheses.finding-published", _("Finding published"))
