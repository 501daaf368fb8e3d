from django.db import migrations, models
from django.utils import timezone


def say(apps, schema_editor):
    """What stands in `year` is taken as said in the university's current semester."""
    Group, Term = apps.get_model("studies", "Group"), apps.get_model("studies", "Term")
    begun = Term.objects.filter(starts_on__lte=timezone.localdate()).order_by("starts_on")
    current = dict(begun.values_list("university_id", "academic_year"))
    for university, academic_year in current.items():
        Group.objects.filter(university_id=university).update(counted_in=academic_year)


class Migration(migrations.Migration):
    dependencies = [("studies", "0001_initial")]
    operations = [
        migrations.AddField(
            "group",
            "counted_in",
            models.CharField(
                blank=True,
                default="",
                help_text="The academic year, like 2026-2027, in which the group is in `year`; empty where nobody said.",
                max_length=9,
                verbose_name="academic year",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(say, migrations.RunPython.noop),
    ]
