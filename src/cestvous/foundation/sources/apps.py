from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "cestvous.foundation.sources"
