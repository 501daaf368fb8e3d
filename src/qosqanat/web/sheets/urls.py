from django.urls import path

from . import acts, bulk, views

app_name = "sheets"
urlpatterns = [
    path("<int:pk>/", views.course, name="course"),
    path("<int:pk>/cell/", views.cell, name="cell"),
    path("<int:pk>/changes/", acts.changes, name="changes"),
    path("<int:pk>/undo/", acts.undo, name="undo"),
    path("<int:pk>/redo/", acts.redo, name="redo"),
    path("<int:pk>/fill/", acts.fill, name="fill"),
    path("<int:pk>/paste/", bulk.paste, name="paste"),
    path("<int:pk>/workbook/", bulk.bring, name="workbook"),
    path("<int:pk>/workbook.xlsx", bulk.fetch, name="fetch"),
    path("<int:pk>/gradebook/", bulk.gradebook, name="gradebook"),
    path("<int:pk>/apply/", bulk.apply, name="apply"),
    path("<int:pk>/<int:sheet>/<slug:key>/", views.history, name="history"),
]
