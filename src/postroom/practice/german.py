"""German for every sentence the practice tenant shows."""

GERMAN = {
    "Practice tenant, not Microsoft": "Übungs-Tenant, nicht Microsoft",
    "Sign in": "Anmelden",
    "Sign-in name": "Anmeldename",
    "Password": "Kennwort",
    "Use another account": "Anderes Konto verwenden",
    "Pick an account": "Konto auswählen",
    "Approve the sign-in request for {user} in your authenticator app.": (
        "Bestätigen Sie die Anmeldeanforderung für {user} in Ihrer Authenticator-App."
    ),
    "Approve": "Genehmigen",
    "Deny": "Ablehnen",
    "Approve sign-in request": "Anmeldeanforderung bestätigen",
    "Consent on behalf of your organization": "Zustimmung im Namen Ihrer Organisation",
    "Accept": "Akzeptieren",
    "Cancel": "Abbrechen",
    "Permissions requested": "Angeforderte Berechtigungen",
    "Signed in as": "Angemeldet als",
    "Enter justification for requesting this app": "Begründung für die Anforderung dieser App",
    "Request approval": "Genehmigung anfordern",
    "This app requires the approval of your administrator to:": (
        "Für Folgendes braucht diese App die Genehmigung Ihres Administrators:"
    ),
    "Approval required": "Genehmigung erforderlich",
    "Your request was sent. The decision comes to you by mail.": (
        "Ihre Anforderung wurde gesendet. Die Entscheidung kommt per Mail."
    ),
    "Request sent": "Anforderung gesendet",
    "Back to app": "Zurück zur App",
    "This app needs permissions that only an administrator can grant.": (
        "Diese App benötigt Berechtigungen, die nur ein Administrator erteilen kann."
    ),
    "Sign in with an administrator account": "Mit einem Administratorkonto anmelden",
    "Return to the application without granting consent": "Ohne Zustimmung zur Anwendung zurückkehren",
    "Need admin approval": "Administratorgenehmigung erforderlich",
    "Sorry, but we're having trouble signing you in.": "Bei der Anmeldung ist leider ein Problem aufgetreten.",
    "You can close this window now.": "Sie können dieses Fenster jetzt schließen.",
    "Code": "Code",
    "Next": "Weiter",
    "Enter code": "Code eingeben",
}
