"""What the identity platform answers when it says no.

Source: "Microsoft Entra authentication and authorization error codes"
(learn.microsoft.com/entra/identity-platform/reference-error-codes) for codes, the sample answer and its fields;
"Microsoft identity platform and OAuth 2.0 authorization code flow" for the OAuth words that go with them.
"""

from __future__ import annotations

import uuid
from typing import Any

from postroom.practice.clock import now, utc


class IdentityError(Exception):
    """A refusal: the AADSTS code, the OAuth word, the sentence, the HTTP status at the token endpoint."""

    def __init__(
        self, code: int, sentence: str, *, error: str = "invalid_grant", suberror: str = "", status: int = 400
    ):
        super().__init__(sentence)
        self.code = code
        self.error = error
        self.suberror = suberror
        self.status = status
        self.trace_id = str(uuid.uuid4())
        self.correlation_id = str(uuid.uuid4())
        self.timestamp = utc(now()).strftime("%Y-%m-%d %H:%M:%SZ")
        self.sentence = sentence

    @property
    def description(self) -> str:
        return (
            f"AADSTS{self.code}: {self.sentence} Trace ID: {self.trace_id} "
            f"Correlation ID: {self.correlation_id} Timestamp: {self.timestamp}"
        )

    def as_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "error": self.error,
            "error_description": self.description,
            "error_codes": [self.code],
            "timestamp": self.timestamp,
            "trace_id": self.trace_id,
            "correlation_id": self.correlation_id,
            "error_uri": f"https://login.microsoftonline.com/error?code={self.code}",
        }
        if self.suberror:
            body["suberror"] = self.suberror
        return body


def invalid_client(code: int, sentence: str) -> IdentityError:
    """The app did not prove who it is: 401 (RFC 6749 section 5.2)."""
    return IdentityError(code, sentence, error="invalid_client", status=401)


def invalid_request(code: int, sentence: str) -> IdentityError:
    return IdentityError(code, sentence, error="invalid_request")


def interaction_required(code: int, sentence: str, suberror: str = "basic_action") -> IdentityError:
    return IdentityError(code, sentence, error="interaction_required", suberror=suberror)


def missing_parameter(name: str) -> IdentityError:
    return invalid_request(900144, f"The request body must contain the following parameter: '{name}'.")


def unknown_app(client_id: str, tenant: str) -> IdentityError:
    return IdentityError(
        700016,
        f"Application with identifier '{client_id}' was not found in the directory '{tenant}'. This can happen if the "
        "application has not been installed by the administrator of the tenant or consented to by any user in the "
        "tenant. You may have sent your authentication request to the wrong tenant.",
        error="unauthorized_client",
    )


def disabled_app(client_id: str, name: str) -> IdentityError:
    return IdentityError(7000112, f"Application '{client_id}'({name}) is disabled.", error="unauthorized_client")


def unknown_tenant(text: str) -> IdentityError:
    looks_right = "." in text or len(text) == 36
    if not looks_right:
        return invalid_request(
            900023,
            f"Specified tenant identifier '{text}' is neither a valid DNS name, nor a valid external domain.",
        )
    return invalid_request(
        90002,
        f"Tenant '{text}' not found. Check to make sure you have the correct tenant ID and are signing into the "
        "correct cloud. Check with your subscription administrator, this may happen if there are no active "
        "subscriptions for the tenant.",
    )


def single_tenant_app(client_id: str, name: str) -> IdentityError:
    return invalid_request(
        50194,
        f"Application '{client_id}'({name}) is not configured as a multi-tenant application. Usage of the /common "
        "endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or "
        "configure the application to be multi-tenant.",
    )


def no_consent(client_id: str, name: str) -> IdentityError:
    return IdentityError(
        65001,
        f"The user or administrator has not consented to use the application with ID '{client_id}' named '{name}'. "
        "Send an interactive authorization request for this user and resource.",
        suberror="consent_required",
    )


def declined() -> IdentityError:
    return IdentityError(65004, "User declined to consent to access the app.", error="access_denied")


def admin_must_consent() -> IdentityError:
    return IdentityError(
        90094, "Admin consent is required for the permissions requested by this application.", error="access_denied"
    )


def mfa_needed() -> IdentityError:
    return interaction_required(
        50076,
        "Due to a configuration change made by your administrator, or because you moved to a new location, you must "
        "use multi-factor authentication to access '00000002-0000-0ff1-ce00-000000000000'.",
    )


def blocked_by_policy() -> IdentityError:
    return IdentityError(
        53003,
        "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
        suberror="message_only",
    )


def not_assigned(user: str, client_id: str, name: str) -> IdentityError:
    return IdentityError(
        50105,
        f"Your administrator has configured the application {name} ('{client_id}') to block users unless they are "
        f"specifically granted ('assigned') access to the application. The signed in user '{user}' is blocked "
        "because they are not a direct member of a group with access, nor had access directly assigned by an "
        "administrator. Please contact your administrator to assign access to this application.",
        error="interaction_required",
    )
