from django.apps import AppConfig


class MandatesConfig(AppConfig):
    name = "cestvous.foundation.mandates"
