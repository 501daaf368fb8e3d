from django.urls import path

from . import accounts, people, representatives, roles, tokens, units

app_name = "setup"
urlpatterns = [
    path("", people.home, name="home"),
    path("people/new/", people.new, name="person_new"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", people.edit, name="person_edit"),
    path("people/<int:pk>/iin/", people.show_iin, name="person_iin"),
    path("people/<int:pk>/account/open/", accounts.open_, name="account_open"),
    path("people/<int:pk>/account/reset/", accounts.reset, name="account_reset"),
    path("people/<int:pk>/account/block/", accounts.block, name="account_block"),
    path("people/<int:pk>/account/unblock/", accounts.unblock, name="account_unblock"),
    path("people/<int:pk>/roles/new/", roles.give, name="role_give"),
    path("people/<int:pk>/represents/", representatives.name, name="representative_name"),
    path("representatives/<int:pk>/end/", representatives.end, name="representative_end"),
    path("roles/<int:pk>/end/", roles.end, name="role_end"),
    path("roles/<int:pk>/deputy/", roles.deputy, name="role_deputy"),
    path("deputies/<int:pk>/end/", roles.end_deputy, name="deputy_end"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token_revoke"),
    path("units/", units.units, name="units"),
    path("units/new/", units.new, name="unit_new"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("universities/<int:pk>/", units.university, name="university"),
]
