from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "cestvous.foundation.territories"
