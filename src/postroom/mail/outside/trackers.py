"""Mails of Jira and ServiceNow.

Anybody may write `[PROJ-123]` into a subject. Only a mail that bears the system's own header counts as written by it.
"""

from __future__ import annotations

import re

from postroom.mail.outside.values import Issue
from postroom.mail.values import InboundMail

_JIRA_NUMBER = re.compile(r"[\[(](?P<number>[A-Z][A-Z0-9_]{1,30}-\d{1,10})[\])]")
_JIRA_HEADERS = ("X-JIRA-FingerPrint", "X-Atlassian-Mail-Message-ID", "X-Atlassian-Mail-Transaction")
_SERVICENOW_NUMBER = re.compile(r"\b(?P<number>(?:INC|CHG|REQ|RITM|PRB|SCTASK|TASK|CS)\d{7,12})\b")
_SERVICENOW_HEADERS = ("X-ServiceNow-Generated", "X-ServiceNow-Source", "X-ServiceNow-SysEmail-Version")


def read(mail: InboundMail) -> Issue | None:
    """Return the issue or incident that `mail` is about, None where none of these systems wrote it."""
    return _jira(mail) or _servicenow(mail)


def _jira(mail: InboundMail) -> Issue | None:
    # The subject first: nearly no mail has such a number, and looking for headers costs more.
    number = _JIRA_NUMBER.search(mail.subject)
    if number is None:
        return None
    because = _first(mail, _JIRA_HEADERS)
    if not because and mail.message_id.startswith("JIRA."):
        # Jira Server and Data Center write Message-IDs of this form (Atlassian, EmailHeaderBuilders).
        because = f"Message-ID: {mail.message_id}"
    return Issue("jira", number["number"], because) if because else None


def _servicenow(mail: InboundMail) -> Issue | None:
    number = _SERVICENOW_NUMBER.search(mail.subject)
    because = _first(mail, _SERVICENOW_HEADERS) if number else ""
    return Issue("servicenow", number["number"], because) if number and because else None


def _first(mail: InboundMail, names: tuple[str, ...]) -> str:
    return next((f"{name}: {value}" for name in names if (value := mail.header(name).strip())), "")
