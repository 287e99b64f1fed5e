from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from postroom.models.fields import decrypt, encrypt

SECRETS = ("secret", "seed")
"""Of an app with codes, and of recovery codes, as django-allauth calls them."""


def encrypted(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    for step in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"):
        step.data |= {name: encrypt(step.data[name]) for name in SECRETS if name in step.data}
        step.save(update_fields=["data"])


def plain(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    for step in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"):
        step.data |= {name: decrypt(step.data[name]) for name in SECRETS if name in step.data}
        step.save(update_fields=["data"])


class Migration(migrations.Migration):
    """What second steps are made of stood readable in the database until now."""

    dependencies = [
        ("postroom", "0020_merged_people"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(encrypted, plain)]
