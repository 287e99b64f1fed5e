"""The verb that adds a note."""

from __future__ import annotations

from postroom.models import Article, ArticleKind, EventKind, SenderKind, Ticket
from postroom.tickets.act import Act
from postroom.tickets.articles import write_article
from postroom.tickets.drafts import ArticleDraft, FileDraft
from postroom.tickets.mentioning import mention
from postroom.tickets.rows import save


def note(
    act: Act,
    ticket: Ticket,
    text: str,
    html: str = "",
    *,
    internal: bool = True,
    kind: ArticleKind = ArticleKind.NOTE,
    sender: SenderKind = SenderKind.AGENT,
    files: tuple[FileDraft, ...] = (),
) -> Article:
    """Add a note; internal ones are seen by agents only. `html` must have been made safe."""
    draft = ArticleDraft(
        kind=kind,
        sender=sender,
        internal=internal,
        from_header=str(act.by or ""),
        body_text=text,
        body_html=html,
        new_text=text,
        files=files,
    )
    article = write_article(act, ticket, draft)
    ticket.updated_at = act.at
    ticket.article_count += 1
    save(ticket, ["updated_at", "article_count"])
    act.record(ticket, EventKind.NOTED, article=article)
    if internal and act.by is not None:
        mention(act, ticket, article)
    return article
