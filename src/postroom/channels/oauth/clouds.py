"""Microsoft's clouds: where each signs people in, and where its mail servers are.

Sources on learn.microsoft.com: "Microsoft Entra authentication and national clouds" (entra/identity-platform/
authentication-national-cloud), "Microsoft Graph national cloud deployments" (graph/deployments), "POP, IMAP, and SMTP
settings" and, for 21Vianet, "Office 365 URLs and IP address ranges"; for scopes "Authenticate an IMAP, POP or SMTP
connection using OAuth".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from postroom.drivers.connection import ConnectionSettings, Security
from postroom.drivers.graph.settings import FINAL_ANSWER_SECONDS

STEP_SECONDS = 30.0

_MAIL_FOR_APPS = {"https://outlook.office.com": "https://outlook.office365.com"}

ANY_TENANT = ("common", "organizations", "consumers")

PERSONAL_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad"
"""The tenant of all personal accounts (outlook.com, hotmail.com, live.com)."""


@dataclass(frozen=True, slots=True)
class Cloud:
    """One cloud. `mail` and `graph` are the resources that stand before the names of permissions."""

    name: str
    title: StrOrPromise
    login: str
    portal: str
    mail: str
    graph: str
    graph_url: str
    imap_host: str
    smtp_host: str
    personal_smtp_host: str
    imap_port: int = 993
    smtp_port: int = 587
    seconds: float = STEP_SECONDS
    """How long each single step with a mail server of this cloud may take."""
    final_seconds: float = FINAL_ANSWER_SECONDS
    """How long Graph's answer to a mail that was handed over is waited for."""

    @property
    def app_mail(self) -> str:
        """The mail servers as an app in its own name asks for them, which is by another name in the worldwide cloud."""
        return _MAIL_FOR_APPS.get(self.mail, self.mail)

    @property
    def is_rehearsal(self) -> bool:
        """Whether it is a tenant on this machine: Microsoft's own clouds are reached by https only."""
        return self.login.startswith("http://")

    @property
    def imap(self) -> ConnectionSettings:
        """Where mail is fetched."""
        return ConnectionSettings(self.imap_host, self.imap_port, Security.TLS, timeout=self.seconds)

    def smtp(self, tenant: str) -> ConnectionSettings:
        """Where mail of somebody of `tenant` is sent; personal accounts have a server of their own."""
        host = self.personal_smtp_host if tenant == PERSONAL_TENANT else self.smtp_host
        return ConnectionSettings(host, self.smtp_port, Security.STARTTLS, timeout=self.seconds)


_MICROSOFT = (
    Cloud(
        "worldwide",
        _("Worldwide"),
        "https://login.microsoftonline.com",
        "https://entra.microsoft.com",
        "https://outlook.office.com",
        "https://graph.microsoft.com",
        "https://graph.microsoft.com/v1.0",
        "outlook.office365.com",
        "smtp.office365.com",
        "smtp-mail.outlook.com",
    ),
    Cloud(
        "us-gov",
        _("US Government"),
        "https://login.microsoftonline.us",
        "https://entra.microsoft.us",
        "https://outlook.office365.us",
        "https://graph.microsoft.us",
        "https://graph.microsoft.us/v1.0",
        "outlook.office365.us",
        "smtp.office365.us",
        "smtp.office365.us",
    ),
    Cloud(
        "china",
        _("China (21Vianet)"),
        "https://login.partner.microsoftonline.cn",
        "https://entra.microsoftonline.cn",
        "https://partner.outlook.cn",
        "https://microsoftgraph.chinacloudapi.cn",
        "https://microsoftgraph.chinacloudapi.cn/v1.0",
        "partner.outlook.cn",
        "smtp.partner.outlook.cn",
        "smtp.partner.outlook.cn",
    ),
)


def clouds() -> dict[str, Cloud]:
    """Return the clouds by name: Microsoft's own, and the one of the setting POSTROOM_MICROSOFT_ENDPOINTS."""
    known = {cloud.name: cloud for cloud in _MICROSOFT}
    extra = settings.MICROSOFT_ENDPOINTS
    if extra:
        known[extra["name"]] = _extra(extra)
    return known


def cloud_of(name: str) -> Cloud:
    """Return the cloud; the worldwide one where the setting that named another is gone."""
    return clouds().get(name, _MICROSOFT[0])


def _extra(given: Mapping[str, str]) -> Cloud:
    """Read the setting: name, title, login, graph, imap_host, imap_port, smtp_host, smtp_port.

    Perhaps `seconds` and `final_seconds`, too.
    """
    worldwide = _MICROSOFT[0]
    return Cloud(
        given["name"],
        _(given.get("title", given["name"])),
        given["login"].rstrip("/"),
        given.get("portal", given["login"]),
        worldwide.mail,
        worldwide.graph,
        given["graph"].rstrip("/"),
        given["imap_host"],
        given["smtp_host"],
        given["smtp_host"],
        int(given["imap_port"]),
        int(given["smtp_port"]),
        float(given.get("seconds", STEP_SECONDS)),
        float(given.get("final_seconds", FINAL_ANSWER_SECONDS)),
    )
