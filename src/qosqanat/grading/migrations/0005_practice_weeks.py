import django.db.models.deletion
from django.db import migrations, models

TYPED = ("phone", "grid", "form")


def count(apps, _editor):
    """What `qosqanat.grading.practice` keeps from now on, of the marks that are there already."""
    cell, event, week = (apps.get_model("grading", name) for name in ("Cell", "ScoreEvent", "PracticeWeek"))
    places = models.Q(component="practice") & ~models.Q(sheet__state="withdrawn")
    cells = cell.objects.filter(places).exclude(state="empty").order_by()
    filled = cells.values_list("sheet__course_id", "number").annotate(n=models.Count("pk"))
    typed = event.objects.filter(places, version=1, source__in=TYPED).order_by()
    last = typed.values_list("sheet__course_id", "number").annotate(at=models.Max("received_at"))
    rows = {(course, number): week(course_id=course, week=number, filled=n) for course, number, n in filled}
    for course, number, at in last:
        rows.setdefault((course, number), week(course_id=course, week=number)).typed_at = at
    week.objects.bulk_create(rows.values(), batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("grading", "0004_judged_anew"), ("studies", "0003_student_without_number")]
    operations = [
        migrations.CreateModel(
            name="PracticeWeek",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("week", models.PositiveSmallIntegerField(verbose_name="week")),
                ("filled", models.IntegerField(default=0, help_text="Places of live sheets that hold something.")),
                (
                    "typed_at",
                    models.DateTimeField(
                        help_text="When a place was last filled for the first time by hand.", null=True
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="practice_weeks",
                        to="studies.course",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("course", "week"), name="practice_week_once")
                ],
            },
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
