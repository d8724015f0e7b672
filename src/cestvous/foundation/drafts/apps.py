from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "cestvous.foundation.drafts"
