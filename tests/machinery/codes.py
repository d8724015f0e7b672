"""An application for codes, as on a phone: what it would show now."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value


def code_now(secret: str, *, half_minutes: int = 0) -> str:
    """The code of this half minute, or of one before or after it."""
    return str(format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + half_minutes)))
