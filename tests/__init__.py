"""The tests: they mirror src/cestvous, beside architecture/, journeys/ (a real browser), factories/ and machinery/."""
