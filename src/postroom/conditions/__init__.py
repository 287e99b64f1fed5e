"""The one language of conditions, for overviews, triggers and filters.

A condition is JSON: `{"all": [...]}` or `{"any": [...]}`, nested at will, around leaves such as
`{"field": "ticket.state", "op": "is", "value": ["new", "open"]}`. An empty `all` holds always.
"""
