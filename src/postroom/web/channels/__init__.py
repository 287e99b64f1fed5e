"""The pages of channels: list, wizard, one channel. Administrators only."""
