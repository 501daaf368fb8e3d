from django.urls import path

from . import views

app_name = "public"
urlpatterns = [
    path("", views.find, name="find"),
    path("<str:code>/", views.check, name="check"),
]
