from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "cestvous.activities.contributions"
