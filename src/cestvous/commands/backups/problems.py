"""Why a backup can't be taken or restored, in words for whoever runs the machine."""


class BackupProblem(Exception):
    """Its message says what is wrong and, where there is one, the way out."""
