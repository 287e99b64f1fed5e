"""OAuth 2 and OpenID Connect on the wire: one code path for every provider."""

from postroom.drivers.oauth.authorize import AuthorizeRequest, authorize_url
from postroom.drivers.oauth.identity import Identity, verified_identity
from postroom.drivers.oauth.metadata import Metadata, fetch_metadata, fetch_time
from postroom.drivers.oauth.proof import AppCertificate, AppProof, AppSecret, make_certificate
from postroom.drivers.oauth.refusals import refusal
from postroom.drivers.oauth.tokens import TokenEndpoint, Tokens, revoke

__all__ = [
    "AppCertificate",
    "AppProof",
    "AppSecret",
    "AuthorizeRequest",
    "Identity",
    "Metadata",
    "TokenEndpoint",
    "Tokens",
    "authorize_url",
    "fetch_metadata",
    "fetch_time",
    "make_certificate",
    "refusal",
    "revoke",
    "verified_identity",
]
