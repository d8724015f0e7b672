from cestvous.institutions.privacy.models import Erasure
from cestvous.kernel.admin import look_at

look_at(Erasure)
