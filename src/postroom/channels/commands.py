"""Commands that remedy something, ready to be pasted: with the mailbox and the person they are about."""

from __future__ import annotations

from postroom.channels.sentences import Sentence
from postroom.models import Account, OAuthGrant


def command_for(sentence: Sentence, account: Account | None) -> str:
    """Return the sentence's command for `account`; what is not known of it stays a word in capitals."""
    command = sentence.command
    if account is None:
        return command
    mailbox = account.inbound.get("mailbox", "")
    for word, value in (("ADDRESS", mailbox), ("MAILBOX", mailbox), ("USER", _person(command, account))):
        if value:
            command = command.replace(f" {word}", f" {_quoted(value)}")
    return command


def _person(command: str, account: Account) -> str:
    if " USER" not in command or "grant" not in account.inbound:
        return ""
    return OAuthGrant.objects.filter(pk=account.inbound["grant"]).values_list("user_name", flat=True).first() or ""


def _quoted(text: str) -> str:
    # PowerShell: within single quotes nothing is special but the quote, which is doubled (about_Quoting_Rules).
    return "'" + text.replace("'", "''") + "'"
