"""The desk of those who lead consultations: prepare, preview, publish, adapt, suspend."""
