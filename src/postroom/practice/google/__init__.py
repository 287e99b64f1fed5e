"""A stand-in Google beside the tenant: accounts, a client of the Cloud console, consent, tokens, Gmail's own speech."""
