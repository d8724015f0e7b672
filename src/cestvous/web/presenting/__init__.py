"""What agents present a consultation with beside its words: pictures, documents, a video, dates, answers, contacts."""
