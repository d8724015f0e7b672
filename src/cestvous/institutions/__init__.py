"""Institutions of the city around its consultations: who runs them, and who watches over them."""
