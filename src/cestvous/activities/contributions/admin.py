from django.db.models import Q

from cestvous.activities.contributions.models import Contribution
from cestvous.foundation.sources.models import Standing
from cestvous.kernel.admin import look_at

# Positions are political opinions: nobody looks at them one by one.
look_at(Contribution, shown=Q(source__standing=Standing.PUBLISHED))
