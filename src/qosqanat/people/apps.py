from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "qosqanat.people"

    def ready(self) -> None:
        from . import receivers  # noqa: F401  (registers its holdings)
