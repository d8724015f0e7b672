"""How much one person, or one place, may send, and when a flood pauses a form."""

from cestvous.config.settings.environment import env

# A form that comes back sooner after its page was opened was filled in by no person. 0: never asked.
FORM_SECONDS = env.int("FORM_SECONDS", default=3)
# Texts sent: by one person, and from one network address, which a school or a library shares among its readers.
SPEAK_LIMITS = env.str("SPEAK_LIMITS", default="20/10m/user,600/10m/ip")
# Accounts opened from one network address.
SIGNUP_LIMITS = env.str("SIGNUP_LIMITS", default="40/m/ip,200/h/ip")
# A form pauses for new accounts once so many of their texts came within so many minutes, and so many times as many as
# usual came in all; for so many minutes, unless an agent says otherwise. 0 texts: it never does.
FLOOD_TEXTS = env.int("FLOOD_TEXTS", default=60)
FLOOD_MINUTES = env.int("FLOOD_MINUTES", default=10)
FLOOD_TIMES = env.int("FLOOD_TIMES", default=5)
FLOOD_PAUSE_MINUTES = env.int("FLOOD_PAUSE_MINUTES", default=60)
# For so long after it was opened, an account is new.
NEW_ACCOUNT_HOURS = env.int("NEW_ACCOUNT_HOURS", default=48)
