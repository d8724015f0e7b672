from django.db.models import Q

from cestvous.kernel.admin import look_at
from cestvous.procedure.consultations.models import (
    Activity,
    Adaptation,
    Consultation,
    Opening,
    Phase,
    Presentation,
    Register,
    State,
    Theme,
)

# A draft exists for those who prepare it.
look_at(Theme)
look_at(Consultation, shown=~Q(state=State.DRAFT))
look_at(Presentation, Phase, Activity, Adaptation, Register, shown=~Q(consultation__state=State.DRAFT))
look_at(Opening, shown=~Q(activity__consultation__state=State.DRAFT))
