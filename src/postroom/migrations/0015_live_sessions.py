"""Open pages hear at once of sessions that end, also where sessions stand now."""

from django.db import migrations

# See 0007. Nobody looks into Django's own table any more: what stood in it would still open an older Postroom.
HERE = """
CREATE TRIGGER postroom_live_session AFTER DELETE ON postroom_session
  FOR EACH STATEMENT EXECUTE FUNCTION postroom_rights_changed();
DELETE FROM django_session;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("postroom", "0014_people"),
    ]

    operations = [
        migrations.RunSQL(HERE, "DROP TRIGGER postroom_live_session ON postroom_session"),
    ]
