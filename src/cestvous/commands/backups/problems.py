"""Why a backup can't be taken or restored, in words for whoever runs the machine."""


class BackupProblem(Exception):
    """Its message says what is wrong and, where there is one, the way out."""


def in_words(error: OSError) -> str:
    """What the machine said, and of which file."""
    return ": ".join(str(part) for part in (error.filename, error.strerror or error) if part)
