"""The organisation's own logo, shown in the frame of every page."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("postroom", "0017_no_brand_image"),
    ]

    operations = [
        migrations.CreateModel(
            name="Logo",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("content_type", models.CharField(max_length=20)),
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="postroom.blob"
                    ),
                ),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_logo")]},
        ),
    ]
