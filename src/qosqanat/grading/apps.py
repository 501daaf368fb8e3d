from django.apps import AppConfig


class GradingConfig(AppConfig):
    name = "qosqanat.grading"

    def ready(self) -> None:
        from . import receivers  # noqa: F401  (sheets follow students)
