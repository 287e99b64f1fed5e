"""Change notifications: subscribed by the worker, believed by their secret, and polling where there are none."""

from __future__ import annotations

import datetime
import json
import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from postroom.channels.connecting import finish
from postroom.channels.deleting import delete
from postroom.channels.drafts import draft_of, save_draft
from postroom.channels.kinds.microsoft365.config import Way, Ways, use_ways
from postroom.channels.sentences.ours import NEWS_ADDRESS_MISSING, NEWS_ADDRESS_UNSAFE, NEWS_OF_SHARED
from postroom.channels.subscribing.cadence import TOLD, UNTOLD, is_due, look_every
from postroom.channels.subscribing.ending import end
from postroom.channels.subscribing.keeping import keep
from postroom.channels.switching import disable, enable
from postroom.configuration import configure
from postroom.drivers import codes
from postroom.intake.poll import poll
from postroom.models import Channel, ChannelHealth, OAuthApp, Subscription, User
from postroom.practice import PracticeTenant
from tests.channels.microsoft.test_channel import make_channel
from tests.drivers.graph.meddler import Asked, Said, meddling
from tests.practice.mails import INFO, JONAS, SUPPORT, mail
from tests.servers.practice import make_app, make_grant

pytestmark = pytest.mark.django_db(transaction=True)

ROUTE = "/microsoft/notifications/"


@pytest.fixture
def support(practice: PracticeTenant, live_server: LiveServer) -> Channel:
    configure(public_url=live_server.url)
    channel = make_channel(make_grant(practice, make_app(practice), SUPPORT, ("graph",)), ways=Ways())
    poll(channel.pk)
    jobs()
    return channel


def remote(practice: PracticeTenant) -> list[str]:
    """Return the ids of the subscriptions that the tenant holds."""
    return [body["id"] for body in practice.control.world.database.load("subscription")]


def jobs() -> list[str]:
    """Return the names of the jobs that wait, and forget them."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name IN ('poll', 'subscribe') RETURNING task_name")
        return sorted(name for (name,) in cursor.fetchall())


def until(found: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not found():
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_microsoft_tells_of_new_mail_and_a_look_is_enqueued(practice: PracticeTenant, support: Channel) -> None:
    assert (is_due(support), look_every(support)) == (True, UNTOLD)
    keep(support.pk)
    row = Subscription.objects.get()
    assert (remote(practice), row.code, is_due(support), look_every(support)) == ([row.remote_id], "", False, TOLD)
    assert jobs() == ["poll"]

    practice.control.put(SUPPORT, mail("Eins"))

    until(lambda: Subscription.objects.get().notified_at is not None)
    assert (jobs(), poll(support.pk)) == (["poll"], 1)


def test_subscription_is_renewed_when_half_of_its_time_is_over(practice: PracticeTenant, support: Channel) -> None:
    keep(support.pk)
    before = Subscription.objects.get()
    assert before.expires_at is not None
    assert before.due_at < before.expires_at - datetime.timedelta(days=3)
    Subscription.objects.update(due_at=timezone.now(), expires_at=timezone.now() + datetime.timedelta(hours=1))

    keep(support.pk)

    after = Subscription.objects.get()
    assert after.expires_at is not None
    assert (after.remote_id, remote(practice)) == (before.remote_id, [before.remote_id])
    assert after.expires_at > timezone.now() + datetime.timedelta(days=6)


@pytest.mark.parametrize(("event", "same"), [("reauthorizationRequired", True), ("subscriptionRemoved", False)])
def test_lifecycle_notifications_are_obeyed(practice: PracticeTenant, support: Channel, event: str, same: bool) -> None:
    keep(support.pk)
    before = Subscription.objects.get().remote_id
    jobs()

    practice.control.notify_lifecycle(event)

    until(lambda: Subscription.objects.get().notified_at is not None)
    assert jobs() == ["poll", "subscribe"]
    keep(support.pk)
    after = Subscription.objects.get().remote_id
    assert ((after == before), remote(practice)) == (same, [after])


def test_missed_notifications_lead_to_a_look(practice: PracticeTenant, support: Channel) -> None:
    keep(support.pk)
    jobs()

    practice.control.notify_lifecycle("missed")

    until(lambda: Subscription.objects.get().notified_at is not None)
    assert jobs() == ["poll"]


def test_subscription_of_another_folder_takes_the_place_of_the_first(
    practice: PracticeTenant, support: Channel
) -> None:
    keep(support.pk)
    first = Subscription.objects.get().remote_id
    Channel.objects.update(folder=practice.control.folder(SUPPORT, "sentitems").name)
    changed = Channel.objects.get()
    assert is_due(changed)

    keep(support.pk)

    assert remote(practice) == [Subscription.objects.get().remote_id] != [first]


def test_only_who_knows_the_secret_is_believed(practice: PracticeTenant, support: Channel, client: Client) -> None:
    keep(support.pk)
    jobs()
    known = {"subscriptionId": Subscription.objects.get().remote_id, "clientState": "guessed"}
    for told in (known, {"subscriptionId": "", "clientState": ""}, {**known, "lifecycleEvent": "subscriptionRemoved"}):
        assert client.post(ROUTE, json.dumps({"value": [told]}), content_type="application/json").status_code == 202

    assert (jobs(), Subscription.objects.get().notified_at) == ([], None)
    assert remote(practice) == [known["subscriptionId"]]


def test_address_answers_the_trial_as_plain_text_and_nonsense_with_an_error(transactional_db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"{ROUTE}?validationToken=Test%3A+<script>1</script>")
    assert (answer.status_code, answer.content) == (200, b"Test: <script>1</script>")
    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == (
        "text/plain; charset=utf-8",
        "nosniff",
    )
    for body in (b"", b"<xml/>", b"\xff"):
        assert client.post(ROUTE, body, content_type="application/json").status_code == 400
    for body in (b"[]", b"1", b'{"value": 1}', b'{"value": [1, null, {}]}'):
        assert client.post(ROUTE, body, content_type="application/json").status_code == 202
    assert client.get(ROUTE).status_code == 405


def test_address_that_microsoft_cannot_reach_is_told_and_mail_is_looked_for(
    practice: PracticeTenant, support: Channel
) -> None:
    configure(public_url="http://127.0.0.1:9")

    keep(support.pk)

    row = Subscription.objects.get()
    assert (row.code, row.remote_id, look_every(support)) == (codes.GRAPH_ADDRESS_UNREACHABLE, "", UNTOLD)
    assert timezone.now() < row.due_at < timezone.now() + datetime.timedelta(hours=1)
    assert ChannelHealth.objects.get(direction="in").state == "ok"


def test_what_microsoft_would_refuse_is_not_asked(practice: PracticeTenant, support: Channel) -> None:
    configure(public_url="")
    keep(support.pk)
    assert Subscription.objects.get().code == NEWS_ADDRESS_MISSING

    configure(public_url="http://desk.example")
    OAuthApp.objects.update(cloud="worldwide")
    keep(support.pk)
    assert Subscription.objects.get().code == NEWS_ADDRESS_UNSAFE

    OAuthApp.objects.update(cloud="practice")
    shared = make_channel(make_grant(practice, OAuthApp.objects.get(), JONAS, ("graph",)), INFO, Ways())
    keep(shared.pk)
    assert (Subscription.objects.get(channel=shared).code, remote(practice)) == (NEWS_OF_SHARED, [])


def test_channel_that_goes_on_by_imap_forgets_its_subscription(practice: PracticeTenant, support: Channel) -> None:
    keep(support.pk)
    support.inbound["way"] = Way.IMAP.value
    support.save()

    keep(support.pk)

    assert (Subscription.objects.count(), is_due(support)) == (0, False)


def to_imap(channel: Channel) -> None:
    """Let the channel be received by IMAP, as an administrator does."""
    draft = draft_of(channel, User.objects.create_user("admin@desk.example", name="Admin"))
    use_ways(draft, Ways(Way.IMAP, Way.GRAPH))
    finish(save_draft(draft))


LEAVING: list[tuple[str, Callable[[Channel], None]]] = [
    ("converted", to_imap), ("disabled", disable), ("deleted", delete)
]  # fmt: skip


def run_ending() -> int:
    """Run the jobs that end subscriptions, as a worker does; return how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'unsubscribe' RETURNING args::text")
        waiting = [json.loads(args) for (args,) in cursor.fetchall()]
    for args in waiting:
        end(**args)
    return len(waiting)


@pytest.mark.parametrize("leave", [leave for _name, leave in LEAVING], ids=[name for name, _leave in LEAVING])
def test_channel_that_leaves_graph_ends_its_subscription_without_anybody_waiting(
    practice: PracticeTenant, support: Channel, leave: Callable[[Channel], None]
) -> None:
    keep(support.pk)
    # Whoever leaves must not wait for a server that says nothing.
    practice.control.break_("away-graph", value="hang")
    leave(support)
    assert Subscription.objects.count() == 0
    practice.control.mend()

    assert (run_ending(), remote(practice)) == (1, [])


def test_subscription_that_could_not_be_ended_is_answered_and_nothing_comes_of_it(
    practice: PracticeTenant, support: Channel, settings: Settings, client: Client
) -> None:
    keep(support.pk)
    remote_id = Subscription.objects.get().remote_id
    disable(support)
    patient = settings.MICROSOFT_ENDPOINTS
    settings.MICROSOFT_ENDPOINTS = {**patient, "seconds": "1"}
    practice.control.break_("away-graph", value="hang")
    assert run_ending() == 1
    settings.MICROSOFT_ENDPOINTS = patient
    practice.control.mend()
    assert remote(practice) == [remote_id]
    jobs()

    told = {"subscriptionId": remote_id, "clientState": "whatever", "changeType": "created"}
    answer = client.post(ROUTE, json.dumps({"value": [told]}), content_type="application/json")

    assert (answer.status_code, jobs()) == (202, [])
    enable(support)
    jobs()
    keep(support.pk)
    assert len(remote(practice)) == 2
    assert (Subscription.objects.get().code, Subscription.objects.get().remote_id in remote(practice)) == ("", True)


@pytest.mark.parametrize("leave", [leave for _name, leave in LEAVING], ids=[name for name, _leave in LEAVING])
def test_channel_that_leaves_while_it_subscribes_keeps_no_subscription(
    practice: PracticeTenant, support: Channel, leave: Callable[[Channel], None]
) -> None:
    def tried(asked: Asked, _ask: Callable[[], Said]) -> Said:
        """Microsoft tries the address before it answers: that is when somebody leaves."""
        try:
            leave(support)
        finally:
            connection.close()
        [token] = parse_qs(urlsplit(asked.path).query)["validationToken"]
        return Said(200, token.encode(), {"Content-Type": "text/plain"})

    with meddling(practice.base_url, tried) as address:
        configure(public_url=address)
        keep(support.pk)

    assert (Subscription.objects.count(), remote(practice)) == (0, [])
