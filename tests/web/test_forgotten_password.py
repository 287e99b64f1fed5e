"""The mail for a forgotten password speaks the language of its reader, whatever that of the page."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from postroom.configuration import configure
from postroom.models import User
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("own", "usual", "page", "subject"),
    [
        ("de", "en", "en", "Wählen Sie ein neues Passwort"),
        ("en", "de", "de", "Choose a new password"),
        ("", "de", "en", "Wählen Sie ein neues Passwort"),
    ],
)
def test_mail_is_in_the_language_of_its_reader(
    mailoutbox: list[EmailMessage], own: str, usual: str, page: str, subject: str
) -> None:
    agent = make_world().agent
    User.objects.filter(pk=agent.pk).update(language=own)
    configure(default_language=usual)
    Client(headers={"accept-language": page}).post("/account/password/reset/", {"email": agent.email})
    assert [(mail.to, mail.subject.partition("] ")[2] or mail.subject) for mail in mailoutbox] == [
        ([agent.email], subject)
    ]
