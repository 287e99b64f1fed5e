"""The triggers that every installation begins with."""

from __future__ import annotations

from django.utils.translation import gettext as _

from postroom.models import Trigger


def ship_triggers() -> list[Trigger]:
    """Create them, worded in the language that is active now."""
    return Trigger.objects.bulk_create([_confirm_new(), _confirm_answer_to_closed(), _tell_owner()])


def _confirm_new() -> Trigger:
    return Trigger(
        name=_("Automatic reply to new tickets"),
        position=10,
        conditions={
            "all": [
                {"field": "event.kind", "op": "is", "value": ["opened"]},
                {"field": "article.kind", "op": "is", "value": ["email"]},
                {"field": "article.sender", "op": "is", "value": ["customer"]},
            ]
        },
        actions=[
            {
                "action": "mail",
                "to": ["customer"],
                "subject": _("Thank you for your message (#{ticket.title})"),
                "body": _(
                    "<p>Hello #{customer.name},</p><p>we have received your message “#{ticket.title}” and will answer "
                    "it soon. Its number is #{ticket.number}.</p><p>If you want to add something, simply reply to this "
                    "mail.</p><p>#{organisation.name}</p>"
                ),
            }
        ],
        note=_("Never sent to automatic mail, mailing lists or addresses that take none."),
    )


def _confirm_answer_to_closed() -> Trigger:
    return Trigger(
        name=_("Automatic reply to answers on closed tickets"),
        position=20,
        active=False,
        conditions={
            "all": [
                {"field": "event.kind", "op": "is", "value": ["received"]},
                {"field": "before.state", "op": "is", "value": ["closed"]},
                {"field": "article.sender", "op": "is", "value": ["customer"]},
            ]
        },
        actions=[
            {
                "action": "mail",
                "to": ["customer"],
                "subject": _("We are looking into it again (#{ticket.title})"),
                "body": _(
                    "<p>Hello #{customer.name},</p><p>we have received your message on “#{ticket.title}” and opened "
                    "the matter again.</p><p>#{organisation.name}</p>"
                ),
            }
        ],
    )


def _tell_owner() -> Trigger:
    return Trigger(
        name=_("Notice to the owner"),
        position=30,
        conditions={
            "any": [
                {
                    "all": [
                        {"field": "event.kind", "op": "is", "value": ["received"]},
                        {"field": "ticket.owner", "op": "is_set"},
                    ]
                },
                {
                    "all": [
                        {"field": "changed.owner", "op": "has_changed"},
                        {"field": "ticket.owner", "op": "is_set"},
                    ]
                },
            ]
        },
        actions=[
            {
                "action": "mail",
                "to": ["owner"],
                "subject": _("Your ticket: #{ticket.title}"),
                "body": _(
                    "<p>Hello #{owner.name},</p><p>something happened on your ticket “#{ticket.title}”:</p>"
                    "<p>#{ticket.link}</p><p>#{article.body}</p>"
                ),
            }
        ],
        note=_("An owner who changed the ticket is not told of it."),
    )
