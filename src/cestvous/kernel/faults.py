"""Faults that pass: a database that is away, a disk that is full. Nothing is wrong with what was asked, nor with us.

What meets one has done nothing: its transaction was rolled back. It may be asked again as it is, in a while.
"""

import errno

from django.db import DatabaseError, InterfaceError, OperationalError

# A disk that is full (or one's share of it), read-only, broken, or not ours to write to; too much open at once.
_OF_THE_MACHINE = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE}
    | {errno.ENOMEM, errno.ESTALE, errno.ENOENT, errno.ENOTCONN, errno.EFBIG}
)
# SQLite's own primary codes: busy, locked, out of memory, read-only, broken input or output, full, can't be opened.
_OF_SQLITE = frozenset({5, 6, 7, 8, 10, 13, 14, 15})
# PostgreSQL after a failover, before we are sent to the new primary: "cannot execute … in a read-only transaction".
_READ_ONLY = "25006"


def passes(error: BaseException | None) -> bool:
    """Is this the fault of a machine, which passes, rather than of our code, which stays?"""
    if isinstance(error, InterfaceError):
        return True
    if isinstance(error, DatabaseError):
        cause = error.__cause__
        code = getattr(cause, "sqlite_errorcode", None)
        if code is not None:
            return code & 0xFF in _OF_SQLITE
        return isinstance(error, OperationalError) or getattr(cause, "sqlstate", None) == _READ_ONLY
    return isinstance(error, OSError) and error.errno in _OF_THE_MACHINE
