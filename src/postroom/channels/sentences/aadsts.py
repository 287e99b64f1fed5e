"""What Microsoft's sign-in service says when it says no, by its AADSTS code.

Source: "Microsoft Entra authentication and authorization error codes" (learn.microsoft.com/entra/identity-platform/
reference-error-codes). Microsoft may change codes at any time, so they choose the words here and decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext_lazy as _

from postroom.channels.sentences import policies
from postroom.channels.sentences.sentence import Sentence

PREFIX: Final = "AADSTS"
DECLINED: Final = "AADSTS65004"
"""Somebody pressed Cancel where permissions were asked for."""

_EXPLANATIONS = "https://login.microsoftonline.com/error"
"""Microsoft's own page about a code; it needs no sign-in."""
_EXCHANGE = "00000002-0000-0ff1-ce00-000000000000"
"""The app ID of Office 365 Exchange Online, the same in every tenant of every cloud."""

_CONDITIONAL_ACCESS = "https://learn.microsoft.com/entra/identity/conditional-access/troubleshoot-conditional-access"
_CONSENT = "https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent"
_REDIRECT = "https://learn.microsoft.com/entra/identity-platform/reply-url"
_CREDENTIALS = "https://learn.microsoft.com/entra/identity-platform/how-to-add-credentials"

_AGAIN = _("Open the channel and choose “Sign in again”. All its settings stay.")
_WEB_PLATFORM = Sentence(
    _("The callback address is registered at Microsoft for another platform than Web."),
    _("Open the app in the Entra portal, Authentication, remove the address there and add it under the platform Web."),
    link=_REDIRECT,
)
_CONSENT_NEEDED = Sentence(
    _("Only an administrator of your organisation may allow this app to read mail."),
    _(
        "Choose “Request administrator consent” on the page of the app and send the link to an administrator. Then "
        "channels that exist go on by themselves; an account that could not be added is added again."
    ),
    link=_CONSENT,
)
_PASSING = Sentence(
    _("Microsoft's sign-in service has a temporary problem."),
    _("Nothing to do: Postroom tries again."),
)
_ASSERTION = Sentence(
    _("Microsoft does not accept the app's certificate."),
    _("Upload the certificate that the app's page offers for download, and check the clock of this machine."),
    link=_CREDENTIALS,
)


def _same(numbers: Iterable[int], sentence: Sentence) -> dict[str, Sentence]:
    return {f"{PREFIX}{number}": sentence for number in numbers}


def _linked(sentences: dict[str, Sentence]) -> dict[str, Sentence]:
    """Give every sentence a link: Microsoft's explanation of the code, where nothing helps more."""
    explained = {code: f"{_EXPLANATIONS}?code={code.removeprefix(PREFIX)}" for code in sentences}
    return {code: said if said.link else replace(said, link=explained[code]) for code, said in sentences.items()}


_SENTENCES: dict[str, Sentence] = {
    **policies.SENTENCES,
    **_same([65001, 90008, 90094], _CONSENT_NEEDED),
    **_same([9002325, 9002326, 9002327], _WEB_PLATFORM),
    **_same([90006, 90024, 90033], _PASSING),
    **_same([50027, 700021, 700022, 700023, 700024, 700027], _ASSERTION),
    "AADSTS28000": Sentence(
        _("Permissions of two services were asked for at once, and Microsoft gives a token for one only."),
        _("That is a mistake of Postroom's own: update it, and report the correlation ID if it stays."),
    ),
    "AADSTS70011": Sentence(
        _("Microsoft does not understand which permissions are asked for."),
        _("Check that the cloud chosen for the app is the one your organisation belongs to."),
    ),
    "AADSTS70000": Sentence(
        _("Microsoft does not accept this sign-in any more."),
        _AGAIN,
    ),
    "AADSTS9002313": Sentence(
        _("Microsoft does not understand the request, or something on the way changed it."),
        _("Look whether a proxy stands between Postroom and Microsoft, then sign in again. All settings stay."),
    ),
    "AADSTS90095": Sentence(
        _("You may only ask an administrator of your organisation to allow this app."),
        _(
            "Write why in Microsoft's page, or choose “Request administrator consent” here. Microsoft tells the "
            "decision by mail; add the account again after that."
        ),
        link=_CONSENT,
    ),
    "AADSTS65005": Sentence(
        _("The app asks for a permission that its registration does not name."),
        _("Add the permissions that the steps on the app's page here name (Edit)."),
        link=_CONSENT,
    ),
    "AADSTS500011": Sentence(
        _("This tenant does not know Exchange Online."),
        _("Check that the tenant is the one with the mailboxes. If it is, an administrator adds the service."),
        command=f"New-MgServicePrincipal -AppId {_EXCHANGE}",
    ),
    "AADSTS16000": Sentence(
        _("The browser is signed in to several accounts, and Microsoft does not know which one is meant."),
        _("Start again and choose the account. A private window of the browser helps where it does not ask."),
    ),
    "AADSTS50011": Sentence(
        _("The callback address of Postroom is not registered for this app."),
        _("Copy the redirect URI from the app's page here, and add it at Microsoft under Authentication, type Web."),
        link=_REDIRECT,
    ),
    "AADSTS500112": Sentence(
        _("The callback address changed between the two steps of signing in."),
        _("Check the public address of Postroom, then start again."),
        link=_REDIRECT,
    ),
    "AADSTS500113": Sentence(
        _("No callback address is registered for this app."),
        _("Copy the redirect URI from the app's page here, and add it at Microsoft under Authentication, type Web."),
        link=_REDIRECT,
    ),
    "AADSTS50020": Sentence(
        _("This account belongs to another organisation than the app."),
        _("Sign in with an account of the tenant that is entered for the app, or open the app to other organisations."),
    ),
    "AADSTS90072": Sentence(
        _("This account is not known in the app's tenant, not even as a guest."),
        _("Sign in with an account of the tenant that is entered for the app, or have this one invited as a guest."),
    ),
    "AADSTS50034": Sentence(
        _("There is no such user in this tenant."),
        _("Check the spelling of the sign-in name and the tenant of the app. Perhaps the user was deleted or renamed."),
    ),
    "AADSTS50053": Sentence(
        _("The account is locked for a while, or the address of this server looks suspicious to Microsoft."),
        _("Wait some minutes. If it stays, the administrator looks at the sign-in logs for risky sign-ins."),
    ),
    "AADSTS50055": Sentence(
        _("The password of the account has expired."),
        _("Sign in to outlook.office.com with the account, set a new password, then sign in again here."),
    ),
    "AADSTS50057": Sentence(
        _("The account is disabled."),
        _(
            "The user of a shared mailbox is disabled on purpose: sign in as a delegate instead. Any other account "
            "has to be enabled by the administrator."
        ),
    ),
    "AADSTS50059": Sentence(
        _("Microsoft cannot tell which tenant is meant."),
        _("Enter the tenant's ID or domain for the app."),
    ),
    "AADSTS90002": Sentence(
        _("Microsoft knows no such tenant."),
        _("Copy the directory (tenant) ID from the overview page of the app, and check the cloud."),
    ),
    "AADSTS900023": Sentence(
        _("What is entered as the tenant is neither an ID nor a domain."),
        _("Copy the directory (tenant) ID from the overview page of the app."),
    ),
    "AADSTS50105": Sentence(
        _("Only users who are assigned to the app may use it, and this one is not."),
        _("The administrator assigns the user under Enterprise applications, or sets “Assignment required” to No."),
        command="Update-MgServicePrincipal -ServicePrincipalId OBJECT-ID -AppRoleAssignmentRequired:$false",
    ),
    "AADSTS50126": Sentence(
        _("User name or password is wrong."),
        _("Type them again at Microsoft."),
    ),
    "AADSTS50173": Sentence(
        _("The sign-in was revoked, usually because the password was changed."),
        _AGAIN,
    ),
    "AADSTS50194": Sentence(
        _("The app is for one tenant only, but no tenant is entered here."),
        _("Enter the directory (tenant) ID for the app."),
    ),
    "AADSTS501481": Sentence(
        _("The sign-in was finished in another place than it was begun."),
        _("Start again, and stay in the same browser."),
    ),
    "AADSTS53003": Sentence(
        _("A conditional-access policy of your organisation blocks this sign-in."),
        _("The administrator finds the policy in the sign-in logs and exempts the app or this server's address."),
        link=_CONDITIONAL_ACCESS,
    ),
    "AADSTS54005": Sentence(
        _("This answer of Microsoft was used already."),
        _("Start again. Do not load the page anew while signing in."),
    ),
    DECLINED: Sentence(
        _("The permissions were declined at Microsoft, or the way back was taken without deciding."),
        _(
            "If you asked your administrator for approval there: the decision comes to you by mail from Microsoft, "
            "and after it you add the account again. If you declined by mistake: start again. Or ask for "
            "administrator consent here."
        ),
        link=_CONSENT,
    ),
    "AADSTS500014": Sentence(
        _("Exchange Online is switched off in this tenant."),
        _("The administrator enables Office 365 Exchange Online under Enterprise applications."),
        command=f"Get-MgServicePrincipal -Filter \"appId eq '{_EXCHANGE}'\" "
        "| ForEach-Object { Update-MgServicePrincipal -ServicePrincipalId $_.Id -AccountEnabled:$true }",
    ),
    "AADSTS70008": Sentence(
        _("The sign-in took too long, or the stored one has ended."),
        _("Start again; for a channel choose “Sign in again”."),
    ),
    "AADSTS70043": Sentence(
        _("A policy of your organisation demands signing in again after some time, and that time is over."),
        _("Sign in again for the channel. So that it does not happen again, let the account be exempted from it."),
        link=_CONDITIONAL_ACCESS,
    ),
    "AADSTS700003": Sentence(
        _("The device that the sign-in was made on is no longer known to your organisation."),
        _AGAIN,
    ),
    "AADSTS700016": Sentence(
        _("Microsoft knows no app of this ID in this tenant."),
        _("Compare client ID, tenant and cloud with the app's overview page. In another tenant consent is missing."),
    ),
    "AADSTS700082": Sentence(
        _("The stored sign-in was not used for 90 days and has ended."),
        _AGAIN,
    ),
    "AADSTS700084": Sentence(
        _("The sign-in lasts only a day because the callback address is registered for a single-page application."),
        _("Register the address under the platform Web instead, then sign in again for the channel."),
        link=_REDIRECT,
    ),
    "AADSTS7000112": Sentence(
        _("The app is disabled."),
        _("The administrator enables it again under Enterprise applications."),
        command="Update-MgServicePrincipal -ServicePrincipalId OBJECT-ID -AccountEnabled:$true",
    ),
    "AADSTS7000215": Sentence(
        _("The client secret is wrong."),
        _("Usually its ID was pasted instead of its value. Make a new secret at Microsoft and paste its value."),
        link=_CREDENTIALS,
    ),
    "AADSTS7000218": Sentence(
        _("Microsoft wants a secret or a certificate from the app and got none."),
        _("Enter the client secret for the app, and check that the callback address is registered as Web."),
        link=_REDIRECT,
    ),
    "AADSTS7000222": Sentence(
        _("The client secret has expired."),
        _("Make a new secret at Microsoft and paste its value on the app's page here. All its channels then go on."),
        link=_CREDENTIALS,
    ),
    "AADSTS500200": Sentence(
        _("This is a personal account, and the app does not allow those."),
        _("Sign in with an account of the organisation, or let the app accept personal accounts too."),
    ),
    "AADSTS1002016": Sentence(
        _("The connection used an outdated encryption."),
        _("Update the operating system of this machine, or the proxy in between: Microsoft demands TLS 1.2."),
    ),
}

SENTENCES: Final[dict[str, Sentence]] = _linked(_SENTENCES)

UNKNOWN: Final = Sentence(
    _("Microsoft refuses the sign-in for a reason that Postroom has no words for."),
    _("Read Microsoft's own words below. The number in them is explained at login.microsoftonline.com/error."),
    link=_EXPLANATIONS,
)
