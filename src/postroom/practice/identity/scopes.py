"""Reading the `scope` parameter.

Source: "Scopes and permissions in the Microsoft identity platform"
(learn.microsoft.com/entra/identity-platform/scopes-oidc): a scope without resource means Microsoft Graph, `/.default`
stands for what was configured, one access token is for one resource.
"""

from __future__ import annotations

from dataclasses import dataclass

from postroom.practice.identity.errors import IdentityError

OIDC = ("openid", "profile", "email", "offline_access")


@dataclass(frozen=True)
class Resource:
    """An API: what it may be called, the delegated scopes it knows, the application roles it knows."""

    key: str
    name: str
    app_id: str
    uris: tuple[str, ...]
    scopes: tuple[str, ...]
    roles: tuple[str, ...]


GRAPH = Resource(
    "graph",
    "Microsoft Graph",
    "00000003-0000-0000-c000-000000000000",
    ("https://graph.microsoft.com", "https://graph.microsoft.us", "https://microsoftgraph.chinacloudapi.cn"),
    (
        "Mail.ReadBasic", "Mail.Read", "Mail.Read.Shared", "Mail.ReadWrite", "Mail.ReadWrite.Shared", "Mail.Send",
        "Mail.Send.Shared", "MailboxSettings.Read", "User.Read",
    ),
    ("Mail.ReadBasic.All", "Mail.Read", "Mail.ReadWrite", "Mail.Send", "User.Read.All"),
)  # fmt: skip
EXCHANGE = Resource(
    "exchange",
    "Office 365 Exchange Online",
    "00000002-0000-0ff1-ce00-000000000000",
    ("https://outlook.office.com", "https://outlook.office365.com", "https://outlook.office365.us",
     "https://partner.outlook.cn"),
    ("IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send"),
    ("IMAP.AccessAsApp", "POP.AccessAsApp", "SMTP.SendAsApp"),
)  # fmt: skip
RESOURCES = (GRAPH, EXCHANGE)


@dataclass(frozen=True)
class Asked:
    """One scope of a request: `uri` as the client wrote the resource, `name` in Microsoft's own spelling."""

    resource: Resource
    uri: str
    name: str

    @property
    def text(self) -> str:
        return f"{self.uri}/{self.name}"


@dataclass(frozen=True)
class Scopes:
    """A scope parameter, taken apart."""

    asked: tuple[Asked, ...]
    oidc: tuple[str, ...]

    @property
    def default(self) -> bool:
        return any(one.name == ".default" for one in self.asked)

    def resources(self) -> list[Resource]:
        return [resource for resource in RESOURCES if any(one.resource is resource for one in self.asked)]

    def of(self, resource: Resource) -> tuple[Asked, ...]:
        return tuple(one for one in self.asked if one.resource is resource)


def parse_scopes(text: str) -> Scopes:
    """Take a scope parameter apart. Raises IdentityError (AADSTS70011, 650053)."""
    words = text.split()
    oidc = tuple(word.lower() for word in words if word.lower() in OIDC)
    asked = tuple(_asked(word) for word in words if word.lower() not in OIDC)
    return Scopes(asked, oidc)


def for_one_resource(scopes: Scopes, text: str) -> Resource | None:
    """The one resource a token request names, or None where it names none. Raises IdentityError (28000, 70011)."""
    resources = scopes.resources()
    if len(resources) > 1:
        raise IdentityError(
            28000,
            "Provided value for the input parameter scope is not valid because it contains more than one resource. "
            f"Scope {text} is not valid.",
            error="invalid_scope",
        )
    if scopes.default and len(scopes.asked) > 1:
        raise _invalid(text)
    return resources[0] if resources else None


def _asked(word: str) -> Asked:
    uri, _, name = word.rpartition("/")
    if not uri:
        return Asked(GRAPH, GRAPH.uris[0], _known_name(GRAPH, name, word))
    resource = _resource(uri)
    if resource is None:
        raise IdentityError(
            500011,
            f"The resource principal named {uri} was not found in the tenant. This can happen if the application has "
            "not been installed by the administrator of the tenant or consented to by any user in the tenant. You "
            "might have sent your authentication request to the wrong tenant.",
            error="invalid_resource",
        )
    return Asked(resource, uri, _known_name(resource, name, word))


def _resource(uri: str) -> Resource | None:
    wanted = uri.lower().rstrip("/").removeprefix("api://")
    return next((one for one in RESOURCES if wanted in (*one.uris, one.app_id)), None)


def _known_name(resource: Resource, name: str, word: str) -> str:
    for known in (".default", *resource.scopes):
        if known.lower() == name.lower():
            return known
    raise _invalid(word)


def _invalid(text: str) -> IdentityError:
    return IdentityError(
        70011,
        f"The provided request must include a 'scope' input parameter. The provided value for the input parameter "
        f"'scope' is not valid. The scope {text} is not valid.",
        error="invalid_scope",
    )
