"""A conversation with an article of each look; nothing of it is stored."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from postroom.models import Article, Attachment, Outbound
from postroom.web.styleguide.examples import NOW

QUESTION = """Guten Morgen,

die Rechnung 2026-0311 haben wir zweimal bekommen, am 3. und am 10. März. Welche gilt?

Viele Grüße
Jana Öztürk"""


def articles() -> list[dict[str, Any]]:
    """Return one article of each look, with what stands around it."""
    asked, answered = NOW - timedelta(hours=5), NOW - timedelta(hours=3)
    question = Article(
        pk=1,
        kind="email",
        sender="customer",
        created_at=asked,
        from_header="Jana Öztürk <jana.oeztuerk@kunde.example>",
        to_header="Buchhaltung <rechnung@firma.example>",
        cc_header="Leitung <chef@kunde.example>",
        new_text=QUESTION,
        body_text=f"{QUESTION}\n\nAm 3. März schrieb Buchhaltung:\n> Anbei die Rechnung.",
    )
    answer = Article(
        pk=2,
        kind="email",
        sender="agent",
        created_at=answered,
        from_header="Mira Lang <rechnung@firma.example>",
        to_header="Jana Öztürk <jana.oeztuerk@kunde.example>",
        body_text="Hello Jana,\n\nthe first one counts; please throw the second away.\n\nKind regards\nMira Lang",
    )
    note = Article(
        pk=3,
        kind="note",
        sender="agent",
        internal=True,
        created_at=NOW - timedelta(hours=2),
        from_header="Tom Becker",
        body_text="Talked to accounting: the second copy came from the new export. They will stop it today.",
    )
    failed = Article(
        pk=4,
        kind="email",
        sender="agent",
        created_at=NOW - timedelta(hours=1),
        from_header="Mira Lang <rechnung@firma.example>",
        to_header="chef@kunde.example",
        body_text="As you wished, a copy for you.",
    )
    event = Article(
        pk=5, kind="note", sender="system", created_at=NOW, body_text="Mira Lang changed the state from new to open"
    )
    files = [
        Attachment(filename="Rechnung 2026-0311.pdf", content_type="application/pdf", size=184_320),
        Attachment(
            filename="beide-rechnungen-nebeneinander-fotografiert.jpg", content_type="image/jpeg", size=2_411_724
        ),
    ]
    sent = Outbound(state="sent", finished_at=answered)
    refused = Outbound(
        state="failed",
        attempts=1,
        server_text="550 5.1.1 <chef@kunde.example>: Recipient address rejected: User unknown",
    )
    return [
        {"article": question, "attachments": files, "outbound": []},
        {"article": answer, "attachments": [], "outbound": [sent]},
        {"article": note, "attachments": [], "outbound": []},
        {"article": failed, "attachments": [], "outbound": [refused]},
        {"article": event, "attachments": [], "outbound": []},
    ]
