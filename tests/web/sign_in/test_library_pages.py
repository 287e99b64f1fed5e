"""Pages of django-allauth: each that can be reached is in a template of the house, and no other is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from postroom.settings import PACKAGE
from postroom.web.sign_in.urls import NOT_OFFERED
from tests.web.cast import Cast
from tests.web.second_steps import PASSKEY, confirmed, with_everything

pytestmark = pytest.mark.django_db
HOUSE = str(PACKAGE / "web" / "templates")
PLACES = {
    "<int:pk>": str(PASSKEY),
    "(?P<key>[-:\\w]+)": "x",
    "(?P<uidb36>[0-9A-Za-z]+)": "x",
    "(?P<key>.+)": "y",
    "<str:key>": "x",
}


def addresses() -> list[str]:
    """Return every address below `account/`, its places filled."""
    (entrance,) = [part for part in get_resolver().url_patterns if str(part.pattern) == "account/"][1:]
    return sorted({f"/account/{_filled(one)}" for one in _walk(entrance, "")})


def _walk(part: URLResolver | URLPattern, before: str) -> Iterator[str]:
    if isinstance(part, URLPattern):
        yield before
        return
    for inner in part.url_patterns:
        yield from _walk(inner, f"{before}{inner.pattern}")


def _filled(pattern: str) -> str:
    for place, value in PLACES.items():
        pattern = pattern.replace(place, value)
    return pattern.replace("^", "").replace("$", "")


def foreign(answers: dict[str, Any]) -> list[str]:
    """Return the addresses whose page is not from a template of ours."""
    shown = {url: getattr(answer, "templates", []) for url, answer in answers.items() if answer.status_code == 200}
    return [url for url, used in shown.items() if used and not used[0].origin.name.startswith(HOUSE)]


@pytest.mark.parametrize("how", ["stranger", "nothing set up", "everything set up", "long ago"])
def test_every_page_of_the_library_is_one_of_ours(cast: Cast, how: str) -> None:
    client = cast.client(None if how == "stranger" else cast.administrator)
    if how == "everything set up":
        with_everything(cast.administrator)
    if how not in ("stranger", "long ago"):
        confirmed(client.session, cast.administrator)
    answers = {url: client.get(url) for url in addresses()}
    assert len(answers) > 25
    assert foreign(answers) == []
    assert (answers["/account/2fa/webauthn/add/"].status_code == 200) == how.endswith("set up")
    assert {answer.status_code for answer in answers.values()} <= {200, 302, 403, 404, 405}
    for place in NOT_OFFERED:
        assert answers[f"/account/{_filled(place)}"].status_code == 404
