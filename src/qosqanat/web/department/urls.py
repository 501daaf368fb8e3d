from django.urls import path

from . import courses, enrolments, issue, mentors, papers, views

app_name = "department"
urlpatterns = [
    path("", views.home, name="home"),
    path("courses/", courses.index, name="courses"),
    path("courses/<int:pk>/", courses.course, name="course"),
    path("courses/<int:pk>/edit/", courses.edit, name="course_edit"),
    path("courses/<int:pk>/scheme/", courses.scheme, name="scheme"),
    path("courses/<int:pk>/mentors/new/", mentors.assign, name="mentor_assign"),
    path("mentors/<int:pk>/end/", mentors.end, name="mentor_end"),
    path("courses/<int:pk>/students/new/", enrolments.enrol, name="enrol"),
    path("enrolments/<int:pk>/transfer/", enrolments.transfer, name="transfer"),
    path("enrolments/<int:pk>/withdraw/", enrolments.withdraw, name="withdraw"),
    path("courses/<int:pk>/returned/", papers.returned, name="returned"),
    path("sheets/<int:pk>/send-back/", papers.send_back, name="send_back"),
    path("issue/", issue.issue, name="issue"),
]
