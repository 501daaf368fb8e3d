from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "qosqanat.partners"

    def ready(self) -> None:
        from . import receivers  # noqa: F401  (registers its holdings)
