"""Who may do what, and how far (issue part 3).

A cell is the reach of a role's right: own (what concerns the person), mentored / taught (courses of the mentor or
teacher), partner (the person's enterprise), group (the adviser's groups), department, faculty, university, or -.
"""

REACHES = (
    "own",
    "mentored",
    "taught",
    "partner",
    "group",
    "department",
    "faculty",
    "university",
)

POLICY = """
action                student  mentor    representative  teacher  adviser  head        dean        registrar   office      career      base_head   quality     rector      admin
course.view           own      mentored  partner         taught   group    department  faculty     university  university  university  department  university  university  university
course.edit           -        -         -               -        -        department  faculty     -           university  -           -           -           -           -
sheet.view            -        mentored  partner         taught   group    department  faculty     university  university  -           department  university  university  -
sheet.view_own        own      -         -               -        -        -           -           -           -           -           -           -           -           -
sheet.issue           -        -         -               -        -        department  -           -           -           -           -           -           -           -
sheet.return          -        -         -               -        -        department  -           -           -           -           -           -           -           -
sheet.archive         -        -         -               -        -        -           -           university  -           -           -           -           -           -
sheet.withdraw        -        -         -               -        -        department  -           -           -           -           -           -           -           -
sheet.print           -        mentored  partner         taught   -        department  faculty     university  university  -           -           -           -           -
score.view            own      mentored  -               taught   group    department  faculty     university  university  -           -           university  university  -
score.enter_practice  -        mentored  -               -        -        -           -           -           -           -           -           -           -           -
score.enter_work      -        -         -               taught   -        -           -           -           -           -           -           -           -           -
score.correct_closed  -        -         -               -        -        department  faculty     -           -           -           -           -           -           -
week.submit           -        mentored  -               -        -        -           -           -           -           -           -           -           -           -
week.reopen           -        -         -               -        -        -           faculty     -           -           -           -           -           -           -
exam.view             own      -         -               taught   group    department  faculty     university  university  -           -           university  university  -
exam.issue            -        -         -               -        -        -           -           university  -           -           -           -           -           -
exam.enter            -        -         -               -        -        -           -           university  -           -           -           -           -           -
exam.close            -        -         -               -        -        -           -           university  -           -           -           -           -           -
final.view            own      -         -               taught   group    department  faculty     university  university  -           -           university  university  -
student.view          own      mentored  partner         taught   group    department  faculty     university  university  university  department  university  university  university
student.identify      own      -         -               -        -        -           -           university  university  -           -           -           -           university
person.view           own      own       own             own      group    department  faculty     university  university  university  department  university  university  university
person.edit           -        -         -               -        -        -           -           -           -           -           -           -           -           university
role.assign           -        -         -               -        -        -           -           -           -           -           -           -           -           university
unit.view             -        -         -               -        -        department  faculty     university  university  university  department  university  university  university
unit.edit             -        -         -               -        -        -           -           -           -           -           -           -           -           university
import.run            -        -         -               -        -        -           -           -           university  -           -           -           -           -
term.edit             -        -         -               -        -        -           -           -           university  -           -           -           -           -
document.view         own      mentored  partner         taught   group    department  faculty     university  university  university  department  university  university  -
document.issue        -        -         -               -        -        department  -           university  -           -           -           -           -           -
document.revoke       -        -         -               -        -        department  -           university  -           -           -           -           -           -
partner.view          own      own       partner         taught   group    department  faculty     university  university  university  department  university  university  -
agreement.view        -        -         partner         -        -        department  faculty     university  university  university  department  university  university  -
agreement.edit        -        -         -               -        -        -           -           -           university  university  -           -           -           -
setting.edit          -        -         -               -        -        -           -           -           university  -           -           -           -           university
"""


def parse(text: str) -> dict[str, dict[str, str]]:
    """Read a policy table into {action: {role: reach}}; cells with "-" are left out. Raises ValueError."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    (corner, *roles), *rows = lines
    if corner != "action" or len(set(roles)) != len(roles):
        raise ValueError('the first line must be "action" and then every role once')
    table: dict[str, dict[str, str]] = {}
    for action, *cells in rows:
        if action in table:
            raise ValueError(f"{action} appears twice")
        if len(cells) != len(roles):
            raise ValueError(f"{action} has {len(cells)} cells for {len(roles)} roles")
        if unknown := set(cells) - {"-", *REACHES}:
            raise ValueError(f"{action}: {min(unknown)} is no reach")
        table[action] = {role: cell for role, cell in zip(roles, cells, strict=True) if cell != "-"}
    return table


TABLE = parse(POLICY)
ACTIONS = tuple(TABLE)
ROLES = tuple(POLICY.split("\n", 2)[1].split()[1:])


def reach(action: str, role: str) -> str | None:
    """Return how far `role` may do `action`; None when it may not. KeyError for an unknown action or role."""
    if role not in ROLES:
        raise KeyError(role)
    return TABLE[action].get(role)


def roles_for(action: str) -> tuple[str, ...]:
    """Return the roles that may do `action`, in the order of the table. KeyError for an unknown action."""
    return tuple(TABLE[action])
