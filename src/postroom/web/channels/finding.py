"""Rows by the ids in addresses of pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from postroom.channels.kinds import KINDS
from postroom.channels.kinds.base import Kind
from postroom.models import Channel, ChannelDraft, User


def find_kind(name: str) -> Kind:
    """Return the kind; Http404 where there is none of that name."""
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def find_channel(channel_id: int) -> Channel:
    """Return the channel with its group; Http404 where there is none."""
    return get_object_or_404(Channel.objects.select_related("group"), pk=channel_id)


def find_draft(request: HttpRequest, draft_id: int) -> ChannelDraft:
    """Return a draft of the person who asks: it holds a password that only they know. Else Http404."""
    drafts = ChannelDraft.objects.select_related("group", "channel")
    return get_object_or_404(drafts, pk=draft_id, created_by=person(request))


def person(request: HttpRequest) -> User:
    """Return who is signed in; the page is guarded by `web.access`."""
    assert isinstance(request.user, User)
    return request.user
