from cestvous.activities.contributions.models import Contribution
from cestvous.kernel.admin import look_at

# Positions are political opinions: nobody looks at them one by one.
look_at(Contribution)
