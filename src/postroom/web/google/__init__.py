"""The pages of Google: app, sign-in, converting. Administrators only."""
