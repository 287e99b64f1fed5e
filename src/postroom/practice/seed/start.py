"""The people, mailboxes and the app that every practice tenant starts with."""

from __future__ import annotations

import secrets
import uuid

from postroom.practice.clock import now
from postroom.practice.identity.directory import CONSUMERS, App, Secret, Tenant, User
from postroom.practice.mailstore.mailboxes import Mailbox
from postroom.practice.seed.demo import put_demo_mail, put_shop_mail
from postroom.practice.seed.google import fill_google
from postroom.practice.seed.people import CUSTOMERS, DOMAIN, MAILBOXES, PASSWORD, USERS
from postroom.practice.world import World

_YEAR = 365 * 86400


def fill(world: World, seed: str) -> App:
    """Fill an empty world, or leave a filled one as it is; returns the app to sign in with.

    `seed` is `demo` for mail in the mailboxes, or empty for none.
    """
    if not world.directory.apps:
        with world.database.transaction():
            _first_time(world)
            if seed == "demo":
                put_demo_mail(world)
    with world.database.transaction():
        if fill_google(world) and seed == "demo":
            put_shop_mail(world)
    return next(iter(world.directory.apps.values()))


def _first_time(world: World) -> None:
    tenant = Tenant(str(uuid.uuid4()), "Nordlicht Werkzeuge GmbH", DOMAIN)
    other = Tenant(str(uuid.uuid4()), "Südwind Beratung", "suedwind.example")
    for one in (tenant, other, Tenant(CONSUMERS, "Personal accounts", "outlook.example")):
        world.directory.save_tenant(one)
    for mailbox in (*MAILBOXES, *CUSTOMERS):
        world.post.open_mailbox(Mailbox(**vars(mailbox)))
    for user in USERS:
        home = next(t for t in world.directory.tenants.values() if t.domain == user.upn.partition("@")[2])
        fields = {**vars(user), "tenant_id": home.id, "password": PASSWORD, "id": str(uuid.uuid4())}
        world.directory.save_user(User(**fields))
    world.directory.save_app(_app(tenant))


def _app(tenant: Tenant) -> App:
    secret = Secret(str(uuid.uuid4()), "Px8Q~" + secrets.token_urlsafe(30), now() + _YEAR)
    # None of Graph: consented to they would open every mailbox of the tenant.
    permissions = ["exchange:IMAP.AccessAsApp", "exchange:SMTP.SendAsApp"]
    return App("Postroom", tenant.id, secrets=[secret], permissions=permissions)
