from django.urls import path

from . import batches, views

app_name = "papers"
urlpatterns = [
    path("", batches.batches, name="batches"),
    path("new/", batches.new, name="batch_new"),
    path("batches/<int:pk>/", batches.batch, name="batch"),
    path("batches/<int:pk>/progress/", batches.progress, name="batch_progress"),
    path("batches/<int:pk>/cancel/", batches.cancel, name="batch_cancel"),
    path("batches/<int:pk>/go-on/", batches.go_on, name="batch_go_on"),
    path("batches/<int:pk>/file/", batches.file, name="batch_file"),
    path("courses/<int:pk>/", views.course, name="course"),
    path("courses/<int:pk>/issue/", views.issue, name="issue"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/revoke/", views.revoke, name="revoke"),
]
