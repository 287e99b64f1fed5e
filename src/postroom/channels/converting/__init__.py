"""A channel that becomes one of another kind, and back: folder, group, addresses and ledger stay."""
