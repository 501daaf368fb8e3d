from django.urls import path

from . import views

app_name = "mentor"
urlpatterns = [
    path("", views.home, name="home"),
    path("<int:course_id>/weeks/<int:number>/", views.week, name="week"),
    path("<int:course_id>/weeks/<int:number>/marks", views.marks, name="marks"),
    path("<int:course_id>/weeks/<int:number>/finish", views.finish, name="finish"),
    path("<int:course_id>/weeks/<int:number>/<int:sheet_id>/", views.mark, name="mark"),
]
