"""What the house is made of: apps, middleware, templates."""

INSTALLED_APPS = [
    "cestvous.web",
    "cestvous.commands",
    "cestvous.institutions.agency",
    "cestvous.institutions.privacy",
    "cestvous.activities.decisions",
    "cestvous.activities.syntheses",
    "cestvous.activities.contributions",
    "cestvous.activities.questions",
    "cestvous.procedure.consultations",
    "cestvous.foundation.discussions",
    "cestvous.foundation.sources",
    "cestvous.foundation.files",
    "cestvous.foundation.organisations",
    "cestvous.foundation.translations",
    "cestvous.foundation.drafts",
    "cestvous.foundation.authors",
    "cestvous.foundation.mandates",
    "cestvous.foundation.people",
    "cestvous.foundation.territories",
    "cestvous.foundation.journal",
    "cestvous.foundation.outbox",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]
MIDDLEWARE = [
    # Outermost of all: whatever answers, and whatever went wrong on the way, the answer carries every guard.
    "cestvous.web.guards.GuardsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    # Before all that asks for a host, a cookie or TLS: probes have none of them.
    "cestvous.web.health.HealthMiddleware",
    "cestvous.web.observing.ObservingMiddleware",
    "cestvous.web.patience.PatienceMiddleware",
    "cestvous.web.keeping.middleware.KeepingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cestvous.web.middleware.PrivacyMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cestvous.web.accounts.sessions.SessionLifeMiddleware",
    "cestvous.web.accounts.second_factor.SecondFactorMiddleware",
    "cestvous.web.middleware.MethodMiddleware",
    "cestvous.web.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "cestvous.config.urls"
WSGI_APPLICATION = "cestvous.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cestvous.web.context.site",
            ],
            "builtins": ["cestvous.web.design.templatetags.design", "django.templatetags.i18n"],
        },
    }
]
