from django.urls import path

from . import views

app_name = "teacher"
urlpatterns = [
    path("", views.home, name="home"),
    path("danger/", views.danger, name="danger"),
    path("tests/", views.tests, name="tests"),
    path("courses/<int:pk>/tasks/", views.tasks, name="tasks"),
]
