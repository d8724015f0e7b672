"""Accounts: signing up, signing in, second factors, how often one may try, how long one stays signed in."""

from cestvous.config.settings.city import SITE_NAME
from cestvous.config.settings.environment import env
from cestvous.config.settings.security import HTTPS
from cestvous.config.settings.spam import SIGNUP_LIMITS, SPEAK_LIMITS

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "cestvous.web.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "cestvous.web.accounts.forms.ResidentForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
# The link of the mail signs in whoever opens it in the browser that signed up, and nobody else.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
# One address for each account: a new one replaces it once confirmed.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    # A school or a library shares one address among many people: by the hour, not only by the minute.
    "signup": SIGNUP_LIMITS,
    # Ours: whatever residents say.
    "speak": SPEAK_LIMITS,
    "login": "30/m/ip",
    # Ours count these, by whom one is known to be: SIGN_IN_ATTEMPTS.
    "login_failed": "",
    "reset_password": "10/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/180s/key",
    "manage_email": "10/m/user",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
# How often one may fail. A browser in which this account has signed in before has attempts of its own: whoever tries
# elsewhere takes none of them away. "Everybody" counts all strangers together, over all accounts and addresses.
SIGN_IN_ATTEMPTS = {
    "stranger": "10/m/ip,5/300s/key,50/d/key",
    "everybody": "60/m/key",
    "known": "10/300s/key,60/d/key",
}
KNOWN_BROWSER_DAYS = 365

# Who leads, signs, judges cases or runs the machine does so only with a second factor, or a passkey.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=True)
# Before a grave act one shows that it is oneself, unless one has within so many minutes. 0: never.
FRESH_SIGN_IN_MINUTES = env.int("FRESH_SIGN_IN_MINUTES", default=15)
ACCOUNT_REAUTHENTICATION_REQUIRED = MFA_REAUTHENTICATION_REQUIRED = FRESH_SIGN_IN_MINUTES > 0
ACCOUNT_REAUTHENTICATION_TIMEOUT = FRESH_SIGN_IN_MINUTES * 60
MFA_ADAPTER = "cestvous.web.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "cestvous.web.accounts.proofs.CodeForm",
    "authenticate_webauthn": "cestvous.web.accounts.proofs.PasskeyForm",
    "login_webauthn": "cestvous.web.accounts.proofs.PasskeySignInForm",
    "add_webauthn": "cestvous.web.accounts.proofs.NewPasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey asks for a finger, a face or a PIN: alone, it is two factors.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = SITE_NAME
# The clock of a phone may be half a minute wrong, and one types for as long.
MFA_TOTP_TOLERANCE = 1
# Nobody signs in before their first address is confirmed; a new one may wait while one has, or adds, a second factor.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Ten codes of ten digits.
MFA_RECOVERY_CODE_DIGITS = 10
MFA_RATE_LIMITS = {"webauthn_login": "20/m/ip"}

# Signed out after so long, and sooner if one does nothing; whoever holds an office sooner than residents.
SESSION_COOKIE_AGE = env.int("SESSION_DAYS", default=60) * 86_400
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_DAYS", default=21) * 86_400
OFFICE_SESSION_SECONDS = env.int("OFFICE_SESSION_HOURS", default=14) * 3_600
OFFICE_SESSION_IDLE_SECONDS = env.int("OFFICE_SESSION_IDLE_HOURS", default=4) * 3_600
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
