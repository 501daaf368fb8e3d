"""A third university's pack, small and different: 10 weeks, three rating periods, its own scale."""

from pathlib import Path

FILES = {
    "regulation.toml": """
code = "third"
threshold = 60
rounding = "half_even"
valid_from = 2026-09-01
valid_until = 2027-08-31
names = { kk = "Ереже", ru = "Положение", en = "Regulation" }
university = { kk = "Үшінші", ru = "Третий", en = "Third" }
""",
    "clauses.toml": """
[[clause]]
anchor = "T-1"
actor = ["mentor"]
verbs = ["store", "enforce"]
notes = ["Q-T01"]
title = { kk = "а", ru = "б", en = "c" }
""",
    "settings.toml": """
[[setting]]
key = "anything"
issue = "Q-T01"
clauses = ["T-1"]
value = { nested = [1, 2] }
title = { kk = "а", ru = "б", en = "c" }
""",
    "schemes.toml": """
[[scheme]]
code = "T"
clause = "T-1"
credits = { min = 1, max = 10, clause = "T-1" }
title = { kk = "а", ru = "б", en = "c" }
exam = { weight = 40, cap = 100, clause = "T-1" }
periods = [
  { number = 1, first = 1, last = 3, weight = 10, iws = 10, clause = "T-1" },
  { number = 2, first = 4, last = 6, weight = 20, iws = 10, clause = "T-1" },
  { number = 3, first = 7, last = 10, weight = 30, clause = "T-1" },
]
weeks = [
  { week = 1, test = 10, practice = 20, clause = "T-1" },
  { week = 2, practice = 20, clause = "T-1" },
  { week = 3, practice = 40, attestation = true, clause = "T-1" },
  { week = 4, practice = 20, clause = "T-1" },
  { week = 5, test = 10, practice = 20, clause = "T-1" },
  { week = 6, practice = 40, attestation = true, clause = "T-1" },
  { week = 7, practice = 25, clause = "T-1" },
  { week = 8, practice = 25, clause = "T-1" },
  { week = 9, test = 10, clause = "T-1" },
  { week = 10, practice = 40, attestation = true, clause = "T-1" },
]
""",
    "scale.toml": """
[[band]]
letter = "P"
gpa = "1"
low = 60
high = 100
traditional = { kk = "а", ru = "б", en = "c" }
clause = "T-1"
[[band]]
letter = "N"
gpa = "0"
low = 0
high = 59
traditional = { kk = "а", ru = "б", en = "c" }
clause = "T-1"
""",
    "deadlines.toml": """
[[deadline]]
key = "yearly"
clauses = ["T-1"]
counted_from = "year"
month_day = "02-28"
title = { kk = "а", ru = "б", en = "c" }
[[deadline]]
key = "notice"
clauses = ["T-1"]
counted_from = "attestation_week"
days = -7
title = { kk = "а", ru = "б", en = "c" }
""",
    "forms.toml": """
[[form]]
key = "sheet"
code = "F-1"
clauses = ["T-1"]
maker = ["head"]
keeper = ["registrar"]
output = "web"
title = { kk = "а", ru = "б", en = "c" }
""",
    "models.toml": """
[[model]]
number = 9
clauses = ["T-1"]
max_share_on_site = 62.5
max_semesters = 3
title = { kk = "а", ru = "б", en = "c" }
""",
}


def write(place: Path, changes: dict[str, str | None] | None = None) -> Path:
    """Write the pack into `place`; a file changed to None is left out."""
    place.mkdir(parents=True, exist_ok=True)
    for name, text in (FILES | (changes or {})).items():
        (place / name).unlink(missing_ok=True)
        if text is not None:
            (place / name).write_text(text, encoding="utf-8")
    return place


def edited(name: str, old: str, new: str) -> dict[str, str | None]:
    """One file of the pack with one place changed."""
    assert old in FILES[name]
    return {name: FILES[name].replace(old, new, 1)}
