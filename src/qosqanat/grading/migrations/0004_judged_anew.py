"""Tests of closed weeks may still be entered: what was judged before that was known is judged anew by whoever asks."""

from django.db import migrations, models


def judge_anew(apps, _editor):
    apps.get_model("grading", "Sheet").objects.exclude(judged_for=-1).update(judged_for=-1)


class Migration(migrations.Migration):
    dependencies = [("grading", "0003_redo")]
    operations = [
        migrations.AlterField(
            "sheet",
            "judged_for",
            models.BigIntegerField(
                default=-1,
                help_text="What was closed when `at_risk` was judged, as bits: weeks 1, 2, ..., and 0 for all; with other bits it says nothing.",
            ),
        ),
        migrations.RunPython(judge_anew, migrations.RunPython.noop),
    ]
