from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "qosqanat.documents"
