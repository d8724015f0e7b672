"""What people do in a consultation: one app per kind of activity."""
