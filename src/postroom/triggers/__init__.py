"""What follows by itself from what happened to a ticket."""
