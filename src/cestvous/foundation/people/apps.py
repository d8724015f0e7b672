from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "cestvous.foundation.people"
