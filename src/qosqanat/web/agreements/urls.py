from django.urls import path

from . import views

app_name = "agreements"
urlpatterns = [
    path("", views.home, name="home"),
    path("new/", views.new, name="new"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/iin/", views.show_iin, name="iin"),
]
