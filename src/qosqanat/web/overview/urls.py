from django.urls import path

from . import views

app_name = "overview"
urlpatterns = [
    path("", views.home, name="home"),
    path("students/", views.students, name="students"),
    path("danger/", views.danger, name="danger"),
    path("mentors/", views.mentors, name="mentors"),
    path("progress/", views.progress, name="progress"),
    path("changes/", views.changes, name="changes"),
    path("sheets/", views.sheets, name="sheets"),
    path("page/", views.one_page, name="one_page"),
]
