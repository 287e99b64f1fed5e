"""Mails of other systems that name the matter they are about: faults of monitoring systems, issues, incidents."""
