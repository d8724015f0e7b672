from django.utils.translation import gettext_lazy as _

from cestvous.foundation.journal.events import declare

ASKED = declare("questions.asked", _("Question asked"))
REPLIED = declare("questions.replied", _("Question replied to"))
REPLY_REVISED = declare("questions.reply-revised", _("Reply revised: new version"))
WITHDRAWN = declare("questions.withdrawn", _("Question withdrawn by its author"))
