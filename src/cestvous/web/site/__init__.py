"""The site around consultations: home, charter and standing pages, health, the people of an example city."""
