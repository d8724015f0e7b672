from django.db.models import Q

from cestvous.activities.syntheses.models import Finding, Objection, Section, SetAside, Synthesis, SynthesisVersion
from cestvous.kernel.admin import look_at

# Drafts are read at the desk of those who lead: sections and set-asides are listed once the synthesis is published.
look_at(Synthesis, SynthesisVersion, Finding, Objection)
look_at(Section, SetAside, shown=Q(synthesis__versions__number=1))
