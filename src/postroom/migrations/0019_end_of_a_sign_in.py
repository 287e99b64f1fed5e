"""When a sign-in ends however much it is used, where the provider named a time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("postroom", "0018_logo"),
    ]

    operations = [
        migrations.AddField(
            model_name="oauthgrant",
            name="ends_at",
            field=models.DateTimeField(null=True),
        ),
    ]
