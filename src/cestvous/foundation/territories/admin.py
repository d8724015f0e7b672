from cestvous.foundation.territories.models import Neighbourhood
from cestvous.kernel.admin import look_at

look_at(Neighbourhood)
