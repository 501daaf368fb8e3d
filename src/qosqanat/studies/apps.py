from django.apps import AppConfig


class StudiesConfig(AppConfig):
    name = "qosqanat.studies"

    def ready(self) -> None:
        from . import receivers  # noqa: F401  (registers its holdings)
