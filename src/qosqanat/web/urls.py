"""Every address of the product."""

from django.urls import include, path

from .common import checklists, health, language, theme
from .common import views as common

handler400 = "qosqanat.web.common.views.unreadable"
urlpatterns = [
    path("", common.home, name="home"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("version", health.version, name="version"),
    path("account/", include("qosqanat.web.common.sign_in")),
    path("language/", language.switch, name="set_language"),
    path("theme/", theme.set_theme, name="set_theme"),
    path("checklist/hide/", checklists.hide_checklist, name="hide_checklist"),
    path("mentor/", include("qosqanat.web.mentor.urls")),
    path("student/", include("qosqanat.web.student.urls")),
    path("teacher/", include("qosqanat.web.teacher.urls")),
    path("department/", include("qosqanat.web.department.urls")),
    path("faculty/", include("qosqanat.web.faculty.urls")),
    path("registrar/", include("qosqanat.web.registrar.urls")),
    path("office/", include("qosqanat.web.office.urls")),
    path("setup/", include("qosqanat.web.setup.urls")),
    path("overview/", include("qosqanat.web.overview.urls")),
    path("agreements/", include("qosqanat.web.agreements.urls")),
    path("figures/", include("qosqanat.web.figures.urls")),
    path("sheets/", include("qosqanat.web.sheets.urls")),
    path("papers/", include("qosqanat.web.papers.urls")),
    path("", include("qosqanat.web.records.urls")),
    path("tokens/", include("qosqanat.web.tokens.urls")),
    path("v/", include("qosqanat.web.public.urls")),
    path("api/v1/", include("qosqanat.api.urls")),
]
