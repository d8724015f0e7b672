from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "cestvous.foundation.outbox"
