"""The first visit: who administers, what the organisation is called, under which address people come."""
