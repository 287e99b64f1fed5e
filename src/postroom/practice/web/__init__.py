"""The pages where a newcomer sees the mailboxes, plays the customer and breaks things."""
