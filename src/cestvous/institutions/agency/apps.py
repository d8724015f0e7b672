from django.apps import AppConfig


class AgencyConfig(AppConfig):
    name = "cestvous.institutions.agency"
