"""What tables and columns are called in the audit log."""

from __future__ import annotations

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postroom.web.settings_pages.forms import SettingsForm

_LOOK: dict[str, str | Promise] = {"accent": gettext_lazy("Accent colour"), "logo": gettext_lazy("Logo")}
"""Settings with a page of their own."""
SUBJECTS: dict[str, str | Promise] = {
    "channel": gettext_lazy("Channel"),
    "differentpeople": gettext_lazy("Two users who are different people"),
    "emailaddress": gettext_lazy("E-mail address"),
    "filter": gettext_lazy("Filter"),
    "furtheraddress": gettext_lazy("Further address of a user"),
    "group": gettext_lazy("Group"),
    "groupaccess": gettext_lazy("Permission"),
    "macro": gettext_lazy("Macro"),
    "macro_groups": gettext_lazy("Group of a macro"),
    "mailkey": gettext_lazy("Key"),
    "mergedperson": gettext_lazy("Merge of two users"),
    "oauthapp": gettext_lazy("App registration"),
    "oauthgrant": gettext_lazy("Sign-in of a mailbox"),
    "organisation": gettext_lazy("Organisation"),
    "role": gettext_lazy("Role"),
    "scheduledjob": gettext_lazy("Scheduled job"),
    "setting": gettext_lazy("Setting"),
    "signature": gettext_lazy("Signature"),
    "storedoverview": gettext_lazy("Overview"),
    "storedoverview_groups": gettext_lazy("Group of an overview"),
    "storedoverview_roles": gettext_lazy("Role of an overview"),
    "textmodule": gettext_lazy("Text module"),
    "textmodule_groups": gettext_lazy("Group of a text module"),
    "tag": gettext_lazy("Tag"),
    "tickettemplate": gettext_lazy("Ticket template"),
    "trigger": gettext_lazy("Trigger"),
    "user": gettext_lazy("User"),
    "user_roles": gettext_lazy("Role of a user"),
    "userimport": gettext_lazy("Import of users"),
}
_COLUMNS: dict[str, str | Promise] = {
    "actions": gettext_lazy("actions"),
    "addresses": gettext_lazy("addresses"),
    "archive_before": gettext_lazy("archive what is older than"),
    "became": gettext_lazy("joined with"),
    "by": gettext_lazy("by"),
    "certificate": gettext_lazy("certificate"),
    "channel": gettext_lazy("channel"),
    "columns": gettext_lazy("columns"),
    "conditions": gettext_lazy("conditions"),
    "counted": gettext_lazy("counted"),
    "domains": gettext_lazy("domains"),
    "for_follow_up": gettext_lazy("for answers"),
    "for_new": gettext_lazy("for new tickets"),
    "group": gettext_lazy("group"),
    "inbound": gettext_lazy("incoming mail"),
    "inbound_secret": gettext_lazy("password for incoming mail"),
    "kind": gettext_lazy("kind"),
    "levels": gettext_lazy("permissions"),
    "macro": gettext_lazy("macro"),
    "names": gettext_lazy("names"),
    "outbound": gettext_lazy("outgoing mail"),
    "outbound_secret": gettext_lazy("password for outgoing mail"),
    "owner": gettext_lazy("owner"),
    "password": gettext_lazy("password"),
    "position": gettext_lazy("order"),
    "private": gettext_lazy("private key"),
    "provider": gettext_lazy("provider"),
    "public": gettext_lazy("public key"),
    "refresh_token": gettext_lazy("permission of the mailbox"),
    "role": gettext_lazy("role"),
    "second_step": gettext_lazy("second step at sign-in"),
    "secret": gettext_lazy("secret"),
    "storedoverview": gettext_lazy("overview"),
    "textmodule": gettext_lazy("text module"),
    "user": gettext_lazy("user"),
    "value": gettext_lazy("value"),
}
"""Those whose model has no name for them that is spoken."""
_MODELS = {
    model._meta.db_table.removeprefix("postroom_"): model
    for model in apps.get_app_config("postroom").get_models(include_auto_created=True)
}


def field_of(subject: str, column: str) -> Field[object, object] | None:
    """Return the field of a column, or None where it is there no longer."""
    model: type[Model] | None = _MODELS.get(subject)
    try:
        found = model._meta.get_field(column.removesuffix("_id")) if model else None
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, Field) else None


def column_words(subject: str, column: str) -> str:
    """Return what a column is called."""
    field, name = field_of(subject, column), column.removesuffix("_id")
    return capfirst(str(_COLUMNS.get(name) or (field.verbose_name if field else name)))


def setting_words(key: str) -> str:
    """Return what the pages of settings call a setting."""
    field = SettingsForm.base_fields.get(key)
    return str(field.label if field is not None else _LOOK.get(key, key))


def value_words(value: object) -> str:
    """Return a plain value as it is read."""
    if value is None or value == "":
        return _("empty")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
