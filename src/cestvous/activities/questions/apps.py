from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "cestvous.activities.questions"
