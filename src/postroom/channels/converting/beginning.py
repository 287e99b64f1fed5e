"""The draft by which a channel is converted: tried like any other before it takes the place of what works now."""

from __future__ import annotations

from collections.abc import Callable

from postroom.channels.drafts import draft_of, save_draft
from postroom.models import Channel, ChannelDraft, User


def begin(channel: Channel, by: User, kind: str, fill: Callable[[ChannelDraft], None]) -> ChannelDraft:
    """Save and return a draft of `channel` as one of `kind`, without its old password; `fill` writes the settings."""
    draft = draft_of(channel, by)
    draft.kind = kind
    draft.inbound_secret = draft.outbound_secret = ""
    draft.folders, draft.survey = [], {}
    fill(draft)
    return save_draft(draft)
