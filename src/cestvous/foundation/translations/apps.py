from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "cestvous.foundation.translations"
