"""The consultations of the example city, by their numbers: the one that is furthest comes first."""

FOLLOWED, DECIDED, DEBATED, SUMMED_UP, CONSULTING, PRESENTED = range(1, 7)
