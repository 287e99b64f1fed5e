"""What policies of the organisation stop a sign-in for, by its AADSTS code.

Sources on learn.microsoft.com: "Microsoft Entra authentication and authorization error codes" (entra/identity-platform/
reference-error-codes) and "Troubleshoot sign-in problems with Conditional Access" (entra/identity/conditional-access).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from postroom.channels.sentences.sentence import Sentence

_CONDITIONAL_ACCESS = "https://learn.microsoft.com/entra/identity/conditional-access/troubleshoot-conditional-access"
_SET_UP_PROOF = "https://learn.microsoft.com/entra/identity/authentication/howto-mfa-getstarted"
_MANAGED = _(
    "Sign in again from a managed device, or let the administrator exempt the app or the account from the policy."
)
_MORE_PROOF = Sentence(
    _("Microsoft wants a second proof of who signs in, such as a code on the phone."),
    _("Sign in again for the channel and give that proof. For an account nobody sits at, ask for an exception."),
)
_NO_PROOF_YET = Sentence(
    _("Microsoft wants a second proof of who signs in, and this account has none set up yet."),
    _(
        "Sign in with this account once at mysignins.microsoft.com and set it up, then sign in again for the channel. "
        "For an account nobody sits at, ask for an exception."
    ),
    link=_SET_UP_PROOF,
)

SENTENCES = {
    "AADSTS50074": _MORE_PROOF,
    "AADSTS50076": _MORE_PROOF,
    "AADSTS50072": _NO_PROOF_YET,
    "AADSTS50079": _NO_PROOF_YET,
    "AADSTS50158": Sentence(
        _("Your organisation has another service check who signs in, and it was not satisfied."),
        _(
            "Sign in again for the channel and do what that service asks for. For an account nobody sits at, ask the "
            "administrator for an exception."
        ),
        link=_CONDITIONAL_ACCESS,
    ),
    "AADSTS53000": Sentence(
        _("A policy of your organisation lets only compliant devices sign in, and this one is not."),
        _MANAGED,
        link=_CONDITIONAL_ACCESS,
    ),
    "AADSTS53001": Sentence(
        _("A policy of your organisation lets only devices sign in that are joined to it, and this one is not."),
        _MANAGED,
        link=_CONDITIONAL_ACCESS,
    ),
    "AADSTS530003": Sentence(
        _("A policy of your organisation lets only managed devices sign in, and this sign-in came from none."),
        _MANAGED,
        link=_CONDITIONAL_ACCESS,
    ),
}
