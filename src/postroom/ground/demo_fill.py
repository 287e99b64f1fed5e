"""``postroom demo-fill``: two people, the practice apps and a desk at work, once; says who can sign in."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from postroom.channels.oauth.apps import check_app, save_app
from postroom.configuration import configuration, configure
from postroom.ground.demo_desk import furnish
from postroom.models import OAuthApp
from postroom.people.founding import Founding, found
from postroom.people.users import create_person
from postroom.triggers.shipped import ship_triggers

_PASSWORD = "Uebung-2026!"  # noqa: S105 - it is printed, and opens nothing but the demo
_ADMINISTRATOR, _AGENT = "admin@demo.example", "agent@demo.example"


def main(arguments: Sequence[str]) -> int:
    """Take the file with the tenant's addresses and the address of Postroom."""
    file, address = arguments
    if not configuration().set_up:
        _fill(json.loads(Path(file).read_text().splitlines()[-1]), address)
    configure(public_url=address)
    sentence = _("Postroom is running: {address} - sign in as {administrator} or {agent}, password {password}")
    sys.stdout.write(sentence.format(address=address, administrator=_ADMINISTRATOR, agent=_AGENT, password=_PASSWORD))
    return 0


def _fill(told: dict[str, str], address: str) -> None:
    founding = Founding(
        language="de" if (get_language() or "").startswith("de") else "en",
        organisation="Nordlicht Werkzeuge GmbH",
        public_url=address,
        name="Anna Petersen",
        email=_ADMINISTRATOR,
        password=_PASSWORD,
    )
    with transaction.atomic():
        administrator = found(founding)
        ship_triggers()
        agent = create_person(_AGENT, _PASSWORD, name="Jonas Weber", administrator=False, agent=True)
        apps = [save_app(app) for app in _apps(told)]
    for app in apps:
        check_app(app)
    furnish(told, administrator, agent)


def _apps(told: dict[str, str]) -> list[OAuthApp]:
    return [
        OAuthApp(
            provider="microsoft",
            cloud="practice",
            tenant=told["tenant"],
            client_id=told["client_id"],
            secret=told["client_secret"],
        ),
        OAuthApp(
            provider="google",
            cloud="practice",
            client_id=told["google_client_id"],
            secret=told["google_client_secret"],
        ),
    ]
