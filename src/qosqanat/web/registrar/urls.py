from django.urls import path

from . import archive, exams, students

app_name = "registrar"
urlpatterns = [
    path("", exams.home, name="home"),
    path("courses/<int:pk>/", exams.course, name="course"),
    path("courses/<int:pk>/issue/", exams.issue, name="issue"),
    path("exams/<int:pk>/", exams.exam, name="exam"),
    path("exams/<int:pk>/move/", exams.move, name="move"),
    path("exams/<int:pk>/enter/", exams.enter, name="enter"),
    path("exams/<int:pk>/close/", exams.close, name="close"),
    path("exams/<int:pk>/reopen/", exams.reopen, name="reopen"),
    path("sealed/", archive.sealed, name="sealed"),
    path("students/", students.home, name="students"),
    path("students/<int:pk>/", students.student, name="student"),
    path("students/<int:pk>/iin/", students.show_iin, name="iin"),
]
