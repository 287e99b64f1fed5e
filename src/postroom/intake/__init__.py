"""Mail on its way in: poll a mailbox, store what is new, settle it there, process what is stored."""
