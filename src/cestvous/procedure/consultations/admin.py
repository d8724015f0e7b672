from cestvous.kernel.admin import look_at
from cestvous.procedure.consultations.models import (
    Activity,
    Adaptation,
    Consultation,
    Opening,
    Phase,
    Presentation,
    Register,
    Theme,
)

look_at(Theme, Consultation, Presentation, Phase, Activity, Opening, Adaptation, Register)
