from cestvous.foundation.mandates.models import Mandate
from cestvous.kernel.admin import look_at

look_at(Mandate)
