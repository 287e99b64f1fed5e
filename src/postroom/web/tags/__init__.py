"""The tags of tickets, for administrators, and what is offered to who types one."""
