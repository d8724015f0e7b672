from cestvous.activities.syntheses.models import Finding, Objection, Section, SetAside, Synthesis, SynthesisVersion
from cestvous.kernel.admin import look_at

# Drafts are read at the desk of those who lead; what is listed here carries no draft's words.
look_at(Synthesis, SynthesisVersion, Section, Finding, SetAside, Objection)
