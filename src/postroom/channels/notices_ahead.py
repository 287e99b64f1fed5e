"""What will stop a channel some day and can be helped before: told of while there is time, each stage once.

A client secret or certificate ends on its day. Entra ID forgets a refresh token that nobody used for 90 days ("Refresh
tokens in the Microsoft identity platform", learn.microsoft.com/entra/identity-platform/refresh-tokens). A subscription
of Graph lasts days only and is renewed by itself; that is told of where it does not work and the end is near. Google
ends the sign-ins of an app in Testing after seven days ("Refresh token expiration", developers.google.com/identity/
protocols/oauth2), and says so when it gives the token.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from postroom.channels.oauth.waking import channels_of
from postroom.channels.sentences.doctor import APP_ENDS, GRANT_ENDS, GRANT_UNUSED, SUBSCRIPTION_ENDS
from postroom.models import Channel, Notice, OAuthApp, OAuthGrant, Subscription

STAGES: Final = (1, 7, 14, 30)
"""Days before the end of a secret or certificate; those who look are told of each anew."""

GRANT_STAGES: Final = (1, 3, 7)
"""The same of a sign-in."""

UNUSED_FOR: Final = datetime.timedelta(days=60)
_SUBSCRIPTION_LEFT: Final = datetime.timedelta(hours=12)
_CODES: Final = (APP_ENDS, GRANT_ENDS, GRANT_UNUSED, SUBSCRIPTION_ENDS)


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing that will happen on `day`. A notice of it is mailed anew at its next `stage`."""

    code: str
    about: str
    day: datetime.date
    stage: int = 0
    channel: Channel | None = None

    @property
    def detail(self) -> str:
        """What the notice keeps."""
        return f"{self.stage} {self.day}"


def look_ahead() -> None:
    """Open, bring up to date and close the notices of what is coming."""
    coming = [*_apps(), *_ending_grants(), *_unused_grants(), *_subscriptions()]
    with transaction.atomic():
        kept = [_noted(one).pk for one in coming]
        over = Notice.objects.filter(code__in=_CODES, cleared_at=None).exclude(pk__in=kept)
        over.update(cleared_at=timezone.now())


def ahead_of(channel: Channel) -> list[Notice]:
    """Return the notices of what will stop this channel."""
    return list(_standing().filter(about__in=_names_of(channel, _apps_by_grant())))


def all_ahead() -> list[Notice]:
    """Return every notice of what is coming."""
    return list(_standing())


def stopping(notices: Collection[Notice]) -> dict[int, list[Channel]]:
    """Return by notice the channels that will stop. Costs the same however many there are."""
    found: dict[int, list[Channel]] = {notice.pk: [] for notice in notices}
    apps = _apps_by_grant() if notices else {}
    for channel in Channel.objects.all() if notices else []:
        names = _names_of(channel, apps)
        for notice in notices:
            if notice.about in names:
                found[notice.pk].append(channel)
    return found


def tell(notice: Notice, channels: Iterable[Channel]) -> str:
    """Return when it will be, and which channels stop, in the reader's language."""
    names = ", ".join(channel.name for channel in channels) or "–"
    values = {"day": formats.date_format(_day(notice), "DATE_FORMAT"), "channels": names}
    if notice.code == GRANT_UNUSED:
        return _("Last used on %(day)s. Channels: %(channels)s") % values
    if _day(notice) < timezone.localdate():
        return _("It ended on %(day)s. Channels: %(channels)s") % values
    return _("It ends on %(day)s. Channels: %(channels)s") % values


def _apps_by_grant() -> dict[int, int]:
    return dict(OAuthGrant.objects.values_list("pk", "app_id"))


def _names_of(channel: Channel, apps: Mapping[int, int]) -> set[str]:
    """Return everything a notice about this channel may be about."""
    grants = {settings.get("grant") for settings in (channel.inbound, channel.outbound)}
    known = [(grant, apps[grant]) for grant in grants if grant in apps]
    alone = {settings.get("app") for settings in (channel.inbound, channel.outbound)} - {None}
    return {
        f"channel {channel.pk}",
        *(name for grant, app in known for name in (f"grant {grant}", f"app {app}")),
        *(f"app {app}" for app in alone),
    }


def _standing() -> QuerySet[Notice]:
    return Notice.objects.filter(code__in=_CODES, cleared_at=None)


def _apps() -> list[Coming]:
    today = timezone.localdate()
    ending = OAuthApp.objects.filter(expires_on__lte=today + datetime.timedelta(days=max(STAGES)))
    days = [(app.pk, app.expires_on) for app in ending if app.expires_on]
    return [Coming(APP_ENDS, f"app {pk}", day, _stage((day - today).days, STAGES)) for pk, day in days]


def _stage(days: int, stages: tuple[int, ...]) -> int:
    return next(stage for stage in stages if days <= stage)


def _ending_grants() -> list[Coming]:
    today = timezone.localdate()
    days = [(grant.pk, timezone.localdate(grant.ends_at)) for grant in OAuthGrant.objects.exclude(ends_at=None)]
    return [
        Coming(GRANT_ENDS, f"grant {pk}", day, _stage((day - today).days, GRANT_STAGES))
        for pk, day in days
        if (day - today).days <= max(GRANT_STAGES) and channels_of([pk]).exists()
    ]


def _unused_grants() -> list[Coming]:
    unused = OAuthGrant.objects.filter(refreshed_at__lt=timezone.now() - UNUSED_FOR)
    return [
        Coming(GRANT_UNUSED, f"grant {grant.pk}", timezone.localdate(grant.refreshed_at))
        for grant in unused
        if channels_of([grant.pk]).exists()
    ]


def _subscriptions() -> list[Coming]:
    failing = Subscription.objects.exclude(code="").select_related("channel")
    ending = [
        Coming(SUBSCRIPTION_ENDS, f"channel {one.channel_id}", timezone.localdate(one.expires_at), channel=one.channel)
        for one in failing.filter(expires_at__lt=timezone.now() + _SUBSCRIPTION_LEFT)
    ]
    # One that has ended keeps no time, and one that never was is nothing to warn of.
    told = _standing().filter(code=SUBSCRIPTION_ENDS, channel__in=failing.filter(expires_at=None).values("channel"))
    return ending + [
        Coming(one.code, one.about, _day(one), channel=one.channel) for one in told.select_related("channel")
    ]


def _day(notice: Notice) -> datetime.date:
    return datetime.date.fromisoformat(notice.detail.split()[-1])


def _noted(coming: Coming) -> Notice:
    notice, _new = Notice.objects.get_or_create(
        code=coming.code,
        about=coming.about,
        channel=coming.channel,
        cleared_at=None,
        defaults={"detail": coming.detail},
    )
    if notice.detail != coming.detail:
        same_stage = notice.detail.startswith(f"{coming.stage} ")
        notice.detail, notice.mailed_at = coming.detail, notice.mailed_at if same_stage else None
        notice.save(update_fields=["detail", "mailed_at"])
    return notice
