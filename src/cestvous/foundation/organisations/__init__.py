"""Organisations that speak in the city's debates, and the residents who represent them.

An organisation has an Author of its own; nobody speaks for it but a representative whom an agent has confirmed. What it
says shows both names. Positions and endorsements stay those of people: an organisation has none.

Writes to the journal, public: a representative confirmed, a representative's end, an organisation described anew;
restricted: that somebody asks to represent one, takes that back, or is refused.
"""
