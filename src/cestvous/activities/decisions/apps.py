from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "cestvous.activities.decisions"
