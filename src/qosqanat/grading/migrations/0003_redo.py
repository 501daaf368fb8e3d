from django.db import migrations, models

from qosqanat.core.append_only import restored

SOURCES = [
    ("phone", "mentor's screen"),
    ("grid", "grid"),
    ("paste", "pasted"),
    ("undo", "undone"),
    ("redo", "redone"),
    ("form", "form"),
    ("spreadsheet", "spreadsheet"),
    ("canvas", "Canvas gradebook"),
    ("transfer", "transfer"),
    ("api", "program (API)"),
]
KNOWN = models.Q(("source__in", [value for value, _label in SOURCES]))
first, last = restored("grading_scoreevent")


class Migration(migrations.Migration):
    dependencies = [("grading", "0002_append_only")]
    operations = [
        first,
        migrations.AlterField(
            "scoreevent", "source", models.CharField(choices=SOURCES, max_length=11, verbose_name="source")
        ),
        migrations.RemoveConstraint("scoreevent", "event_source_known"),
        migrations.AddConstraint(
            "scoreevent", models.CheckConstraint(condition=KNOWN, name="event_source_known")
        ),
        last,
    ]
