"""What an administrator has filled in: rules, texts, tags; with names longer than any page expects."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from postroom.models import (
    Filter,
    Group,
    Macro,
    ScheduledJob,
    Signature,
    StoredOverview,
    TextModule,
    TicketTemplate,
    User,
)
from postroom.models.macros import After

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenversand – Rückfragen, die sonst niemand beantwortet"
RIGHT_TO_LEFT = "תשובה מהירה ללקוח חדש"
CLOSED = {"field": "ticket.state", "op": "is", "value": ["closed"]}
OF_SHOP = {"field": "mail.subject", "op": "matches", "value": r"Order (?P<number>\d+)"}
ACTIONS = [
    {"action": "change", "state": "closed", "priority": 3},
    {"action": "tags", "add": ["paid", "Rechnungsberichtigungsverfahren"], "remove": ["open"]},
    {"action": "note", "text": "Sent by the macro for #{customer.name}.", "internal": True},
    {"action": "answer", "body": "<p>Hello #{customer.name},</p><p>it is on its way.</p>"},
]


@dataclass(frozen=True, slots=True)
class Filled:
    """One of each."""

    macro: Macro
    filter: Filter
    job: ScheduledJob
    text_module: TextModule
    template: TicketTemplate
    overview: StoredOverview
    signature: Signature
    group: Group


def filled(administrator: User) -> Filled:
    """Fill in one of each kind, beside what an installation begins with."""
    group = Group.objects.get()
    return Filled(
        macro=Macro.objects.create(name=LONG, after=After.NEXT, actions=ACTIONS, note="For Mondays."),
        filter=Filter.objects.create(
            name=f"{LONG} (2)",
            active=True,
            conditions={
                "any": [OF_SHOP, {"all": [OF_SHOP, {"field": "mail.header:X-Shop", "op": "is", "value": "n"}]}]
            },
            for_new={"title": "Order #{capture.number}", "group": group.pk, "priority": 3, "tags": ["order"]},
            for_follow_up={"tags": ["again"]},
            stop=True,
        ),
        job=_job(),
        text_module=TextModule.objects.create(
            name=RIGHT_TO_LEFT, names={"de": LONG}, keyword="hi", body="<p>Hello #{customer.name},</p><p>thank you!</p>"
        ),
        template=TicketTemplate.objects.create(
            name=LONG, title="Return of #", group=group, priority=3, tags=["return"], text="Number:\nReason:"
        ),
        overview=StoredOverview.objects.create(name=LONG, owner=administrator, conditions={"any": [CLOSED]}),
        signature=Signature.objects.create(name=LONG, body="<p>Best regards<br>#{agent.name}</p>"),
        group=group,
    )


def _job() -> ScheduledJob:
    return ScheduledJob.objects.create(
        name=LONG,
        conditions={"all": [CLOSED, {"field": "ticket.created_at", "op": "older_than", "value": 2880}]},
        actions=ACTIONS[:2],
        weekdays=[1, 2, 3, 4, 5],
        hours=[6, 18],
        active=True,
        ran_at=timezone.now(),
        done=1234,
        failed=1,
        error="OperationalError: the connection ended",
    )
