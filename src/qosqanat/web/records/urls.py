from django.urls import path

from . import search, views
from .kinds import KINDS

app_name = "records"
urlpatterns = [
    path("search/", search.search, name="search"),
    *(path(f"records/{word}/<int:pk>/", views.record(word), name=word) for word in KINDS),
    *(
        path(f"records/{word}/<int:pk>/history/", views.history(word), name=f"{word}_history")
        for word in KINDS
    ),
]
