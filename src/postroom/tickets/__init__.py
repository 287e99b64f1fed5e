"""What can be done to a ticket: one function a verb, in one transaction, leaving one Event each."""
