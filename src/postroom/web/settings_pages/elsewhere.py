"""What is set on pages of its own, and the words under which somebody looks for it among the settings."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A page by the name of its address, and what is set there."""

    name: str
    title: str | Promise
    words: str | Promise


ELSEWHERE = (
    Elsewhere("appearance_settings", _("Logo and colour"), _("Appearance, design, brand, accent colour, picture")),
    Elsewhere("channels", _("Channels"), _("Mailboxes, Microsoft 365, Google, IMAP, SMTP, sender addresses, import")),
    Elsewhere("groups", _("Groups"), _("Teams, departments, permissions of agents")),
    Elsewhere("signatures", _("Signatures"), _("Text below answers, greeting, footer")),
    Elsewhere("users", _("Users"), _("Agents, customers, invitations, accounts, import from CSV, doubles, deletion")),
    Elsewhere(
        "roles",
        _("Roles"),
        _("Rights, permissions, administrators, second step at sign-in: app with codes (TOTP, 2FA), passkey"),
    ),
    Elsewhere("organisations", _("Organisations"), _("Company, customers, mail domains")),
    Elsewhere("overviews_shared", _("Shared overviews"), _("Lists of tickets, views, queues, columns")),
    Elsewhere("ticket_templates", _("Ticket templates"), _("Prepared tickets, forms")),
    Elsewhere("tags", _("Tags"), _("Labels, keywords, categories")),
    Elsewhere("triggers", _("Triggers"), _("Automation, rules, automatic answers, notices, webhooks")),
    Elsewhere("scheduled_jobs", _("Scheduled jobs"), _("Automation by time, escalation, closing old tickets")),
    Elsewhere("macros", _("Macros"), _("Several changes by one click")),
    Elsewhere("text_modules", _("Text modules"), _("Canned answers, snippets, blocks of text")),
    Elsewhere("filters", _("Filters"), _("Rules for incoming mail, spam, blocked senders, newsletters")),
    Elsewhere("keys", _("Keys"), _("S/MIME, PGP, certificates, encryption, signing")),
    Elsewhere("outbox", _("Outbox"), _("Mail that waits or failed, sending again")),
    Elsewhere("quarantine", _("Quarantine"), _("Mail that could not be processed")),
    Elsewhere("health", _("System health"), _("Status, monitoring, database, queue, versions, disk")),
    Elsewhere("audit", _("Audit log"), _("Changes, protocol, who did what")),
    Elsewhere(
        "notification_settings", _("Notifications and absence"), _("What I am told of, by mail, substitute, holiday")
    ),
    Elsewhere("sessions", _("Where I am signed in"), _("Sessions, devices, signing out everywhere")),
    Elsewhere("mfa_index", _("Secure sign-in"), _("My app with codes, my passkeys, my recovery codes")),
)
