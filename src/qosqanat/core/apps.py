from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "qosqanat.core"

    def ready(self) -> None:
        from . import checks, sqlite  # noqa: F401  (they register themselves)
