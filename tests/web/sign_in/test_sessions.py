"""How long people stay signed in, where, and who ends that."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from postroom.configuration import configure
from postroom.models import AuditEntry, Session, User
from postroom.people.sessions import mark_of, sessions_of
from postroom.web.sign_in.browsers import browser_words
from tests.web.cast import Cast

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"
GUESSES = 5


def in_browser(cast: Cast, user: User, name: str = FIREFOX, address: str = "192.0.2.7") -> Client:
    """Return a browser in which `user` has looked at a page, some time after signing in."""
    client = cast.client(user)
    aged(client, began=100, seen=100)
    client.defaults |= {"HTTP_USER_AGENT": name, "REMOTE_ADDR": address}
    client.get("/tickets/")
    return client


def key(client: Client) -> str:
    return client.cookies["sessionid"].value


def aged(client: Client, **by: float) -> None:
    """Let the session have begun, and been used last, so long ago."""
    session = client.session
    for name, seconds in by.items():
        session[name] -= seconds
    session.save()


def is_signed_in(client: Client) -> bool:
    return client.get("/tickets/").status_code == 200


def test_own_sessions_are_listed_by_browser_and_address(cast: Cast) -> None:
    here = in_browser(cast, cast.world.agent)
    in_browser(cast, cast.world.agent, EDGE, "192.0.2.8")
    in_browser(cast, cast.administrator, "Strange/1.0", "192.0.2.9")
    page = here.get("/account/sessions/").content.decode()
    for words in ("Firefox, Linux", "192.0.2.7", "Edge, Windows", "192.0.2.8", "this one"):
        assert words in page
    assert ("192.0.2.9" in page, key(here) in page) == (False, False)


def test_one_session_and_all_others_are_ended_and_written_down(cast: Cast) -> None:
    here, there, third = (in_browser(cast, cast.world.agent) for _ in range(3))
    foreign = in_browser(cast, cast.administrator)
    here.post("/account/sessions/end/", {"session": mark_of(key(there))})
    assert (is_signed_in(there), is_signed_in(third)) == (False, True)
    here.post("/account/sessions/end/", {"session": mark_of(key(foreign))})
    assert is_signed_in(foreign)
    here.post("/account/sessions/end/")
    assert (is_signed_in(here), is_signed_in(third), is_signed_in(foreign)) == (True, False, True)
    noted = AuditEntry.objects.filter(kind="signed_out").values_list("actor_name", "label", "ip")
    assert list(noted) == [("Anna Agent", "Anna Agent", "192.0.2.7")] * 2


def test_administrator_ends_the_sessions_of_a_person(cast: Cast, pages: Client) -> None:
    agent = in_browser(cast, cast.world.agent)
    assert "Firefox, Linux" in pages.get(f"/users/{cast.world.agent.pk}/sign-in/").content.decode()
    pages.post(f"/users/{cast.world.agent.pk}/sign-in/end/")
    assert not is_signed_in(agent)
    (noted,) = AuditEntry.objects.filter(kind="signed_out")
    assert (noted.actor, noted.subject, noted.label) == (cast.administrator, "user", "Anna Agent")
    pages.post(f"/users/{cast.administrator.pk}/sign-in/end/")
    assert pages.get("/users/").status_code == 200


def test_session_ends_after_its_days_whatever_one_does(cast: Cast) -> None:
    configure(session_days=2)
    agent = in_browser(cast, cast.world.agent)
    left = sessions_of(cast.world.agent).get().expire_date - timezone.now()
    assert datetime.timedelta(days=1, hours=23) < left <= datetime.timedelta(days=2)
    aged(agent, began=2 * 24 * 3600 - 300, seen=100)
    assert is_signed_in(agent)
    aged(agent, began=300, seen=100)
    answer = agent.get("/tickets/", follow=True)
    assert answer.redirect_chain[0][0].startswith("/account/login/")
    assert "You were signed out" in answer.content.decode()
    assert not sessions_of(cast.world.agent).exists()


def test_idle_session_ends_and_what_pages_ask_by_themselves_is_no_use(cast: Cast) -> None:
    configure(idle_minutes=10)
    agent = in_browser(cast, cast.world.agent)
    aged(agent, seen=9 * 60)
    seen = agent.session["seen"]
    assert agent.get("/tickets/", headers={"X-Live": "1"}).status_code == 200
    assert agent.get("/notifications/bell/").status_code == 200
    assert agent.session["seen"] == seen
    aged(agent, seen=3 * 60)
    assert not is_signed_in(agent)
    configure(idle_minutes=0)
    other = in_browser(cast, cast.world.agent)
    aged(other, seen=24 * 3600)
    assert is_signed_in(other)
    assert other.session["seen"] > timezone.now().timestamp() - 60


def test_new_password_ends_all_sessions_but_this_one(cast: Cast) -> None:
    cast.world.agent.set_password("correct horse battery")
    cast.world.agent.save()
    here, there = in_browser(cast, cast.world.agent), in_browser(cast, cast.world.agent)
    values = {
        "oldpassword": "correct horse battery",
        "password1": "staple of the year",
        "password2": "staple of the year",
    }
    assert here.post("/account/password/change/", values).status_code == 302
    assert (is_signed_in(here), is_signed_in(there)) == (True, False)
    assert Session.objects.filter(user=cast.world.agent).count() == 1


@pytest.mark.parametrize(
    ("password", "ok"),
    [("elevenchars", False), ("twelve chars", True), ("my Firma secret", False), ("password12345", False)],
)
def test_password_is_as_the_settings_say(cast: Cast, password: str, ok: bool) -> None:
    configure(password_length=12, forbidden_words=["firma"])
    try:
        validate_password(password, cast.world.agent)
    except ValidationError:
        assert not ok
    else:
        assert ok


def test_guesses_are_counted_for_all_processes_together(cast: Cast, client: Client) -> None:
    values = {"login": "anna@desk.example", "password": "wrong"}
    said = [client.post("/account/login/", values).content.decode() for _ in range(GUESSES + 1)]
    assert ["Too many failed login attempts" in page for page in said] == [False] * GUESSES + [True]
    cast.world.agent.set_password("correct horse battery")
    cast.world.agent.save()
    assert client.post("/account/login/", {**values, "password": "correct horse battery"}).status_code == 200


def test_session_knows_where_it_is_from_the_moment_somebody_signs_in(cast: Cast, client: Client) -> None:
    cast.world.agent.set_password("correct horse battery")
    cast.world.agent.save()
    client.defaults |= {"HTTP_USER_AGENT": EDGE, "REMOTE_ADDR": "192.0.2.8"}
    client.post("/account/login/", {"login": "anna@desk.example", "password": "correct horse battery"})
    session = sessions_of(cast.world.agent).get()
    assert (session.browser, session.address, session.began_at) == (EDGE, "192.0.2.8", session.seen_at)
    assert session.expire_date - timezone.now() <= datetime.timedelta(days=14)


def test_browser_that_is_not_known_names_itself() -> None:
    assert [browser_words(name) for name in ("curl/8.5", "", EDGE)] == ["curl/8.5", "unknown browser", "Edge, Windows"]
