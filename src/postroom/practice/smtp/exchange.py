"""Exchange Online's SMTP."""

from __future__ import annotations

from postroom.practice.smtp.auth import auth
from postroom.practice.smtp.session import HOST, Session
from postroom.practice.smtp.submit import LARGEST_ADVERTISED, data


class Exchange:
    """Words and habits of Exchange Online."""

    host = HOST
    greeting = f"{HOST} Microsoft ESMTP MAIL Service ready"

    def offers(self, session: Session) -> list[str]:
        offers = [f"SIZE {LARGEST_ADVERTISED}", "PIPELINING", "DSN", "ENHANCEDSTATUSCODES", "8BITMIME", "SMTPUTF8"]
        offers.insert(4, "AUTH LOGIN XOAUTH2" if session.secure else "STARTTLS")
        return offers

    async def auth(self, session: Session, argument: str) -> None:
        await auth(session, argument)

    async def data(self, session: Session, connections: int) -> None:
        await data(session, connections)
