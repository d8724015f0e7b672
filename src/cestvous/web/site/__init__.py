"""The site around consultations: home, health, the people of an example city."""
