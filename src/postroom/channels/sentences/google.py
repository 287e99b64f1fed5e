"""What Google's sign-in and mail servers say when they say no.

Sources: "Using OAuth 2.0 for Web Server Applications", "Authorization errors" and "Refresh token expiration"
(developers.google.com/identity/protocols/oauth2), "Gmail bandwidth limits" (support.google.com/a/answer/1071518),
"Gmail SMTP errors and codes" (support.google.com/a/answer/3726730). The words are OAuth's own (RFC 6749) or Google's.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from postroom.channels.sentences.sentence import Sentence
from postroom.drivers import codes

SCOPE_REFUSED: Final = "scope-refused"
REFRESH_TOKEN_MISSING: Final = "refresh-token-missing"  # noqa: S105  # a word for an error, no secret

_CONSOLE = "https://console.cloud.google.com/auth/clients"
_AUDIENCE = "https://support.google.com/cloud/answer/15549945"
_ERRORS = "https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors"
_EXPIRATION = "https://developers.google.com/identity/protocols/oauth2#expiration"
_APP_ACCESS = "https://support.google.com/a/answer/7281227"
_BANDWIDTH = "https://support.google.com/a/answer/1071518"
_IMAP = "https://support.google.com/mail/answer/7126229"
_WEB_SIGN_IN = "https://support.google.com/mail/answer/78754"

SENTENCES: Final[dict[str, Sentence]] = {
    SCOPE_REFUSED: Sentence(
        _("The box for reading and sending mail was not ticked at Google."),
        _("Start again, and at Google let everything be ticked: without that Postroom cannot open the mailbox."),
    ),
    REFRESH_TOKEN_MISSING: Sentence(
        _("Google gave no lasting permission, only one for an hour."),
        _("Remove Postroom from the third-party connections of the Google account, then start again."),
        link="https://myaccount.google.com/connections",
    ),
    "invalid_grant": Sentence(
        _("Google does not accept this sign-in any more."),
        _(
            "Open the channel and choose “Sign in again”; all its settings stay. If this comes back every seven days, "
            "the app's publishing status is “Testing”: set it to “In production”. Otherwise the password was changed, "
            "or somebody took the permission back."
        ),
        link=_EXPIRATION,
    ),
    "invalid_rapt": Sentence(
        _("Your Google Workspace wants its people to sign in anew after some hours."),
        _(
            "The administrator lifts the session length for this account or trusts the app (Security, Google Cloud "
            "session control). Then choose “Sign in again”."
        ),
        link="https://support.google.com/a/answer/9368756",
    ),
    "invalid_client": Sentence(
        _("Google knows no such app, or the client secret is wrong."),
        _(
            "Compare client ID and secret with the client in the Google Cloud console. A secret can be made anew "
            "there; a new client needs some minutes until Google knows it."
        ),
        link=_CONSOLE,
    ),
    "unauthorized_client": Sentence(
        _("This kind of app may not sign people in."),
        _("Make a client of the type “Web application” in the Google Cloud console and enter its ID and secret here."),
        link=_CONSOLE,
    ),
    "deleted_client": Sentence(
        _("The app was deleted in the Google Cloud console."),
        _("Restore it there within 30 days, or make a new client and enter its ID and secret here."),
        link=_CONSOLE,
    ),
    "disabled_client": Sentence(
        _("Google has disabled the app."),
        _("The owner of the project finds the reason in the Google Cloud console and in Google's mails."),
        link=_CONSOLE,
    ),
    "redirect_uri_mismatch": Sentence(
        _("The callback address of Postroom is not registered for this app."),
        _("Copy the redirect URI from the app's page here and add it to the client in the Google Cloud console."),
        link=_CONSOLE,
    ),
    "access_denied": Sentence(
        _("The permission was declined at Google, or the app is in test and this account is not one of its testers."),
        _(
            "Start again and allow it. While the publishing status is “Testing”, only accounts listed as test users "
            "get in."
        ),
        link=_AUDIENCE,
    ),
    "admin_policy_enforced": Sentence(
        _("The administrator of your Google Workspace does not allow this app to read mail."),
        _(
            "In the Admin console, under Security, API controls, App access control, the administrator adds the app by "
            "its client ID and trusts it. Then start again."
        ),
        link=_APP_ACCESS,
    ),
    "org_internal": Sentence(
        _("The app is for one organisation only, and this account does not belong to it."),
        _("Sign in with an account of that organisation, or set the audience of the app to “External”."),
        link=_AUDIENCE,
    ),
    "disallowed_useragent": Sentence(
        _("Google does not let people sign in within this program."),
        _("Open Postroom in an ordinary browser and start again."),
        link=_ERRORS,
    ),
    "invalid_scope": Sentence(
        _("Google does not give this app the permission for mail."),
        _("Add the scope https://mail.google.com/ to the app under Data access in the Google Cloud console."),
        link="https://console.cloud.google.com/auth/scopes",
    ),
    "invalid_request": Sentence(
        _("Google does not understand the request, or the app does not keep to its rules."),
        _("Check that the app's type is “Web application” and that the redirect URI is an https address of its own."),
        link=_ERRORS,
    ),
    "rate_limit_exceeded": Sentence(
        _("Too many people signed in to this app for the first time, or too quickly."),
        _("Wait until tomorrow. An app that Google has not verified takes 100 people at most."),
        link=_AUDIENCE,
    ),
    codes.WEB_SIGN_IN_NEEDED: Sentence(
        _("Google wants the owner of the account to sign in with a browser first."),
        _("Sign in to the mailbox at mail.google.com, answer what is asked there, then try again."),
        link=_WEB_SIGN_IN,
    ),
    codes.IMAP_DISABLED: Sentence(
        _("IMAP is switched off in this mailbox."),
        _("In Gmail, under Settings, Forwarding and POP/IMAP, enable IMAP and save."),
        link=_IMAP,
    ),
    codes.IMAP_DISABLED_FOR_DOMAIN: Sentence(
        _("An administrator has switched IMAP off for the organisation."),
        _("In the Admin console, under Apps, Google Workspace, Gmail, End User Access, IMAP has to be allowed."),
        link="https://support.google.com/a/answer/105694",
    ),
    codes.BANDWIDTH_USED_UP: Sentence(
        _("The mailbox has used up what Google lets be read by IMAP in a day."),
        _(
            "Nothing is lost: Postroom goes on by itself, after 24 hours at the latest. Other programs that read the "
            "mailbox count too; the limit is 2,500 MB a day."
        ),
        link=_BANDWIDTH,
    ),
}
