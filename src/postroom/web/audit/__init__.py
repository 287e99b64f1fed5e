"""The audit log: who changed what of the installation."""
