"""People in office: what each official and agent was appointed to, leads, signed, replied. Residents have no page."""
