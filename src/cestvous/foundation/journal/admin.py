from cestvous.foundation.journal.models import Event, Seal
from cestvous.kernel.admin import look_at

look_at(Event, Seal)
