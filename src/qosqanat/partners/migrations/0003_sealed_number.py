from django.db import migrations, models

from qosqanat.core import append_only
from qosqanat.core.seal import blind_index, seal, unseal

ENTERPRISE, ACTS = "partners.enterprise", "people_act"


def personal(number):
    """A BIN has 4, 5 or 6 as its fifth digit; another number of twelve digits is a person's IIN."""
    return len(number) == 12 and number.isdigit() and number[4] not in "456"


def seal_numbers(apps, editor):
    """A sole trader's or farm's IIN stood in clear in the BIN, among the words to be found by, and in the history."""
    word = apps.get_model("people", "Word")
    for one in apps.get_model("partners", "Enterprise").objects.exclude(bin=None):
        if personal(one.bin):
            word.objects.filter(
                subject_type=ENTERPRISE, subject_id=one.pk, text=one.bin.encode()
            ).delete()
            one.iin_sealed, one.iin_index, one.iin_tail = seal(one.bin), blind_index(one.bin), one.bin[-4:]
            one.bin = None
            one.save()
    mask_history(apps, editor)


def mask_history(apps, editor):
    acts = apps.get_model("people", "Act").objects.filter(subject_type=ENTERPRISE, detail__has_key="changed")
    told = [act for act in acts if any(map(personal, act.detail["changed"].get("bin", [])))]
    if not told:
        return
    vendor = editor.connection.vendor
    for sql in append_only.undo(vendor, ACTS):
        editor.execute(sql, params=None)
    for act in told:
        values = act.detail["changed"]["bin"]
        act.detail["changed"]["bin"] = ["•" * 8 + one[-4:] if personal(one) else one for one in values]
        act.save(update_fields=["detail"])
    for sql in append_only.statements(vendor, ACTS):
        editor.execute(sql, params=None)


def show_numbers(apps, _editor):
    word = apps.get_model("people", "Word")
    for one in apps.get_model("partners", "Enterprise").objects.exclude(iin_sealed=None):
        one.bin = unseal(one.iin_sealed)
        one.iin_sealed, one.iin_index, one.iin_tail = None, None, ""
        one.save()
        word.objects.get_or_create(subject_type=ENTERPRISE, subject_id=one.pk, text=one.bin.encode())


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_post_university"), ("people", "0002_append_only")]
    operations = [
        migrations.AddField(
            model_name="enterprise",
            name="iin_index",
            field=models.CharField(editable=False, max_length=64, null=True),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="iin_sealed",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="iin_tail",
            field=models.CharField(blank=True, default="", editable=False, max_length=4),
            preserve_default=False,
        ),
        migrations.RunPython(seal_numbers, show_numbers),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.CheckConstraint(
                condition=models.Q(("bin", None), ("iin_index", None), _connector="OR"),
                name="enterprise_has_one_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.UniqueConstraint(fields=("iin_index",), name="enterprise_iin_once"),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("iin_index", None), ("iin_sealed", None)),
                    models.Q(("iin_index__isnull", False), ("iin_sealed__isnull", False)),
                    _connector="OR",
                ),
                name="enterprise_iin_sealed_and_indexed",
            ),
        ),
    ]
