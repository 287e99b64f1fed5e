"""What other systems call the matter of a ticket."""

from __future__ import annotations

from django.db import models


class OutsideSystem(models.TextChoices):
    """Kinds of systems whose mails name the matter they are about."""

    MONITORING = "monitoring", "Monitoring"
    JIRA = "jira", "Jira"
    SERVICENOW = "servicenow", "ServiceNow"


class OutsideReference(models.Model):
    """A fault, issue or incident of another system that a ticket is about.

    `key` begins with the address that system writes from, so that nobody else's mail finds the ticket by it. The newest
    row of a key counts: a fault that comes back after its ticket was closed gets a new ticket.
    """

    ticket = models.ForeignKey("postroom.Ticket", models.CASCADE, related_name="outside_references")
    system = models.CharField(max_length=12, choices=OutsideSystem.choices)
    key = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["key", "-id"], name="outside_reference_key")]

    def __str__(self) -> str:
        return f"{self.system} {self.key}"
