"""Logos get their table when there is something that shows them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("postroom", "0016_orders_of_all_tickets"),
    ]

    operations = [
        migrations.RunSQL(
            "DROP TRIGGER postroom_audit ON postroom_brandimage",
            "CREATE TRIGGER postroom_audit AFTER INSERT OR UPDATE OR DELETE ON postroom_brandimage FOR EACH ROW "
            "WHEN (current_setting('postroom.doing', true) <> '' AND pg_trigger_depth() = 0) "
            "EXECUTE FUNCTION postroom_audit('', 'content')",
        ),
        migrations.DeleteModel(name="BrandImage"),
    ]
