from django.db import migrations

from qosqanat.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("grading", "0001_initial")]
    operations = [append_only("grading_scoreevent")]
