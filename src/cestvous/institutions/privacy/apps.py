from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "cestvous.institutions.privacy"
