"""Acts of the log in words."""

from django.utils.translation import gettext_lazy as _

from qosqanat.people.models import Act

ACTS = {
    "edit_term": _("semester changed"),
    "enrol": _("enrolled"),
    "withdraw": _("withdrawn from the course"),
    "transfer": _("transferred to another course"),
    "assign_mentor": _("mentor assigned"),
    "end_mentor": _("mentor's assignment ended"),
    "edit_course": _("facts changed"),
    "issue_sheets": _("sheets issued"),
    "choose_scheme": _("marking scheme chosen"),
    "set_iws_tasks": _("tasks of independent work set"),
    "recount": _("ratings counted again from the marks"),
    "hand_over_week": _("week handed in"),
    "reopen_week": _("week reopened"),
    "sheet_return": _("sheet returned with seal"),
    "sheet_send_back": _("sheet sent back to the mentor"),
    "sheet_archive": _("sheet put into the personal file"),
    "sheet_withdraw": _("sheet withdrawn"),
    "sheet_reinstate": _("withdrawn sheet put in force again"),
    "issue_exam_sheet": _("examination sheet issued"),
    "move_exam": _("examination put on another day"),
    "close_exam_sheet": _("examination sheet closed"),
    "reopen_exam_sheet": _("examination sheet opened again"),
    "import.columns": _("columns of the file set right"),
    "import.go_on": _("import taken up again"),
    "import.apply": _("import written"),
    "import.discard": _("import discarded"),
    "import.create": _("came with an import"),
    "import.change": _("changed by an import"),
    "agreement.add": _("contract entered"),
    "agreement.edit": _("contract changed"),
    "post.give": _("named as enterprise representative"),
    "post.end": _("post at the enterprise ended"),
    "document.issue": _("paper issued"),
    "document.revoke": _("paper revoked"),
    "document.ask": _("papers asked for"),
    "document.cancel": _("printing stopped"),
    "document.go_on": _("printing continued"),
    "view.share": _("view of a list shared"),
    "view.drop": _("shared view of a list dropped"),
}
"""Acts that `people` does not name itself."""


def what(act: Act) -> str:
    """What was done; the bare name for an act that no table names."""
    label = str(ACTS.get(act.action, act.label))
    return f"{label} ({act.role}, {act.detail.get('unit', '')})" if act.role else label
