"""What stands behind the editor: signatures, drafts and their files, offers, calling back."""
