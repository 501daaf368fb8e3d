from django.urls import path

from . import views, weeks

app_name = "faculty"
urlpatterns = [
    path("", views.home, name="home"),
    path("courses/", views.courses, name="courses"),
    path("students/", views.students, name="students"),
    path("weeks/", weeks.index, name="weeks"),
    path("courses/<int:pk>/reopen/", weeks.reopen, name="reopen"),
]
