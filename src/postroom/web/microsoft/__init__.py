"""The pages of Microsoft 365: app, consent, sign-in. Administrators only, but for the answer of a consent."""
