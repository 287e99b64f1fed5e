"""What the database needs and the models cannot say."""

from django.db import migrations


class Migration(migrations.Migration):
    """Ticket numbers from a sequence; raw bytes stored as they are."""

    dependencies = [("postroom", "0001_initial")]

    operations = [
        # A sequence never gives a number twice, also when a transaction is rolled back.
        migrations.RunSQL(
            "CREATE SEQUENCE postroom_ticket_number START WITH 10001", "DROP SEQUENCE postroom_ticket_number"
        ),
        # Mail is mostly base64 of files that are compressed already: compressing it again costs time for nothing.
        migrations.RunSQL(
            "ALTER TABLE postroom_blob ALTER COLUMN content SET STORAGE EXTERNAL",
            "ALTER TABLE postroom_blob ALTER COLUMN content SET STORAGE EXTENDED",
        ),
    ]
