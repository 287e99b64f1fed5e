"""The addresses of a channel: those that answers are sent from, and that are recognised as our own."""

from __future__ import annotations

from django.db import transaction

from postroom.channels.refusals import AddressTaken, LastAddress
from postroom.models import Channel, EmailAddress, Group, Outbound


def add_address(channel: Channel, email: str, name: str, note: str) -> EmailAddress:
    """Add an address, or take over one that belongs to no channel. Raises AddressTaken."""
    with transaction.atomic():
        address = _unbound(email) or EmailAddress()
        return _save(address, channel, email, name, note)


def change_address(address: EmailAddress, email: str, name: str, note: str) -> EmailAddress:
    """Change an address in place: groups that send from it go on doing so. Raises AddressTaken."""
    with transaction.atomic():
        other = EmailAddress.objects.filter(email__iexact=email).exclude(pk=address.pk).first()
        if other is not None:
            raise AddressTaken(other)
        return _save(address, address.channel, email, name, note)


def remove_address(address: EmailAddress) -> None:
    """Take an address from its channel; its groups lose their sending address. Raises LastAddress.

    Where mail was sent from it, it stays known as our own: mail from it must never look like a customer's.
    """
    with transaction.atomic():
        channel = address.channel
        if channel is not None and channel.addresses.count() <= 1:
            raise LastAddress
        Group.objects.filter(email_address=address).update(email_address=None)
        if Outbound.objects.filter(email_address=address).exists():
            address.channel = None
            address.save(update_fields=["channel"])
        else:
            address.delete()


def _unbound(email: str) -> EmailAddress | None:
    address = EmailAddress.objects.select_for_update().filter(email__iexact=email).first()
    if address is not None and address.channel_id is not None:
        raise AddressTaken(address)
    return address


def _save(address: EmailAddress, channel: Channel | None, email: str, name: str, note: str) -> EmailAddress:
    address.channel, address.email, address.name, address.note = channel, email, name, note
    address.save()
    return address
