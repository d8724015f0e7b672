from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "cestvous.foundation.discussions"
