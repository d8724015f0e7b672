from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "cestvous.foundation.organisations"
