from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "qosqanat.people"

    def ready(self) -> None:
        from . import checks, receivers  # noqa: F401  (they register themselves)
