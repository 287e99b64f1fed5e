"""What codes are made of is encrypted in the database."""

from __future__ import annotations

import importlib
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.apps import apps
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from postroom.configuration import configure, forget
from postroom.models.fields import decrypt
from tests.web.cast import Cast

PASSWORD = "correct horse battery"

migration = importlib.import_module("postroom.migrations.0021_encrypted_second_steps")


@pytest.fixture
def unremembered() -> Iterator[None]:
    """Other tests must not see what was configured here."""
    forget()
    yield
    forget()


def code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_secret_and_seed_are_not_readable_at_rest(cast: Cast) -> None:
    user, secret = cast.administrator, generate_totp_secret()
    totp, recovery = TOTP.activate(user, secret).instance, RecoveryCodes.activate(user).instance
    assert secret not in str(totp.data)
    assert decrypt(totp.data["secret"]) == secret
    assert decrypt(recovery.data["seed"])
    assert totp.wrap().validate_code(code(secret))
    assert recovery.wrap().validate_code(recovery.wrap().generate_codes()[0])


def test_second_steps_of_an_older_postroom_go_on_working(cast: Cast) -> None:
    user, secret = cast.administrator, generate_totp_secret()
    totp = Authenticator.objects.create(user=user, type="totp", data={"secret": secret})
    seed = RecoveryCodes.generate_seed()
    recovery = Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": seed, "used_mask": 4})
    passkey = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Blue", "credential": {}})

    migration.encrypted(apps, connection.schema_editor())
    for step in (totp, recovery, passkey):
        step.refresh_from_db()
    assert (decrypt(totp.data["secret"]), decrypt(recovery.data["seed"])) == (secret, seed)
    assert recovery.data["used_mask"] == 4
    assert passkey.data == {"name": "Blue", "credential": {}}
    assert totp.wrap().validate_code(code(secret))

    migration.plain(apps, connection.schema_editor())
    totp.refresh_from_db()
    assert totp.data == {"secret": secret}


def test_another_secret_key_lets_nobody_in_and_says_why(cast: Cast, client: Client, settings: LazySettings) -> None:
    user, secret = cast.administrator, generate_totp_secret()
    TOTP.activate(user, secret)
    settings.SECRET_KEY = "another key, of another installation"
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    answer = client.post("/account/2fa/authenticate/", {"code": code(secret)})
    assert "Postroom runs with another secret key" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_app_of_the_telephone_lists_the_codes_under_the_name_of_the_organisation(db: None, unremembered: None) -> None:
    configure(organisation="Amt für Post")
    url = get_adapter().build_totp_url(SimpleNamespace(email="ada@example.org"), "ABC")
    assert url == "otpauth://totp/ada%40example.org?secret=ABC&issuer=Amt%20f%C3%BCr%20Post"
