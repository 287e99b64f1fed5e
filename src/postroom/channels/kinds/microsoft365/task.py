"""What an administrator of the tenant has to do before an app may open a mailbox in its own name.

Sources on learn.microsoft.com: "Role Based Access Control for Applications in Exchange Online" (exchange/
permissions-exo/application-rbac; it replaces application access policies), "Authenticate an IMAP, POP or SMTP
connection using OAuth" (exchange/client-developer/legacy-protocols), "Connect to Exchange Online PowerShell",
"about_Quoting_Rules" of PowerShell; for each cmdlet its page below powershell/module/exchangepowershell:
new-serviceprincipal (ObjectId; ServiceId is on its way out), new-managementscope, new-managementroleassignment (App),
test-serviceprincipalauthorization, add-mailboxpermission, set-casmailbox. They want the object id of the enterprise
application wherever the app is meant, never that of its registration.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from postroom.channels.kinds.microsoft365.config import Way, Ways
from postroom.channels.oauth.claims import principal_of
from postroom.channels.oauth.resources import MAIL
from postroom.models import OAuthApp

_QUOTES: Final = re.compile("['\u2018\u2019\u201a\u201b]")
"""PowerShell takes typographic quotes for straight ones; within quotes each is written twice."""

_LONGEST_SCOPE: Final = 64
_ENVIRONMENTS: Final = {"us-gov": "O365USGovGCCHigh", "china": "O365China"}
_PRINCIPAL_UNKNOWN: Final = "OBJECT-ID-OF-THE-ENTERPRISE-APPLICATION"


@dataclass(frozen=True, slots=True)
class AdministratorsTask:
    """A script for Exchange Online PowerShell, and whether permissions in Entra ID need consent besides."""

    app: OAuthApp
    script: str
    needs_consent: bool
    knows_principal: bool


def administrators_task(app: OAuthApp, mailbox: str, ways: Ways) -> AdministratorsTask:
    """Return what lets `app` read and send for `mailbox` by these ways, and for no other mailbox."""
    principal = principal_of(app)
    lines = [_connect(app), _introduce(app, principal or _PRINCIPAL_UNKNOWN)]
    lines += _for_graph(principal or _PRINCIPAL_UNKNOWN, mailbox, ways)
    lines += _for_mail(principal or _PRINCIPAL_UNKNOWN, mailbox, ways)
    return AdministratorsTask(app, "\n".join(lines), MAIL in ways.resources, bool(principal))


def _connect(app: OAuthApp) -> str:
    environment = _ENVIRONMENTS.get(app.cloud)
    return f"Connect-ExchangeOnline -ExchangeEnvironmentName {environment}" if environment else "Connect-ExchangeOnline"


def _introduce(app: OAuthApp, principal: str) -> str:
    return f"New-ServicePrincipal -AppId {quoted(app.client_id)} -ObjectId {quoted(principal)} -DisplayName 'Postroom'"


def _for_graph(principal: str, mailbox: str, ways: Ways) -> list[str]:
    roles = [
        *(["Application Mail.ReadWrite"] if ways.receive is Way.GRAPH else []),
        *(["Application Mail.Send"] if ways.send is Way.GRAPH else []),
    ]
    if not roles:
        return []
    # Larger mails go as a draft first, which takes the right to write.
    roles = list(dict.fromkeys(["Application Mail.ReadWrite", *roles]))
    scope = quoted(f"Postroom {mailbox}"[:_LONGEST_SCOPE])
    condition = f"PrimarySmtpAddress -eq {quoted(mailbox)}"
    return [
        f"New-ManagementScope -Name {scope} -RecipientRestrictionFilter {quoted(condition)}",
        *(
            f"New-ManagementRoleAssignment -App {quoted(principal)} -Role {quoted(role)} -CustomResourceScope {scope}"
            for role in roles
        ),
        f"Test-ServicePrincipalAuthorization -Identity {quoted(principal)} -Resource {quoted(mailbox)} | Format-Table",
    ]


def _for_mail(principal: str, mailbox: str, ways: Ways) -> list[str]:
    if MAIL not in ways.resources:
        return []
    return [
        f"Add-MailboxPermission -Identity {quoted(mailbox)} -User {quoted(principal)} -AccessRights FullAccess",
        f"Set-CASMailbox -Identity {quoted(mailbox)} -ImapEnabled $true -SmtpClientAuthenticationDisabled $false",
    ]


def quoted(text: str) -> str:
    """Return text as a PowerShell string in which nothing is expanded."""
    return "'" + _QUOTES.sub(lambda found: found.group() * 2, text) + "'"
