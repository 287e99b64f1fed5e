"""What the page of a new ticket can be filled with."""
