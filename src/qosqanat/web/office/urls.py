from django.urls import path

from . import runs, terms, views

app_name = "office"
urlpatterns = [
    path("", views.readiness, name="home"),
    path("terms/", terms.terms, name="terms"),
    path("terms/<int:pk>/", terms.term, name="term"),
    path("imports/", runs.imports, name="imports"),
    path("imports/new/", runs.new, name="import_new"),
    path("imports/<int:pk>/", runs.run, name="import"),
    path("imports/<int:pk>/progress/", runs.progress, name="import_progress"),
    path("imports/<int:pk>/columns/", runs.columns, name="import_columns"),
    path("imports/<int:pk>/answers/", runs.answers, name="import_answers"),
    path("imports/<int:pk>/proposals/", runs.proposals, name="import_proposals"),
    path("imports/<int:pk>/confirm/", runs.confirm, name="import_confirm"),
    path("imports/<int:pk>/go-on/", runs.go_on, name="import_go_on"),
    path("imports/<int:pk>/discard/", runs.discard, name="import_discard"),
    path("imports/<int:pk>/refused.xlsx", runs.refused, name="import_refused"),
]
