"""HTML in its frame, attachments, originals, and how a mail was read."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from postroom.models import (
    Article,
    Ticket,
)
from tests.web.tickets.at_work import answer, article_of, html_mail
from tests.world import World, arrive, eml


def test_frame_shows_inline_images_and_holds_the_others_back(world: World, pages: Client) -> None:
    (row,) = arrive(world.channel, html_mail())
    article = article_of(row)
    file = article.attachments.get()
    response = pages.get(f"/articles/{article.pk}/body/")
    text = response.content.decode()
    assert f'src="/attachments/{file.pk}/"' in text
    assert ' src="https:' not in text
    assert "<script" not in text
    assert "https:" not in response.headers["Content-Security-Policy"]
    assert text.index("<details>") < text.index("An older mail")


def test_frame_shows_remote_images_when_asked_but_never_tracking_ones(world: World, pages: Client) -> None:
    (row,) = arrive(world.channel, html_mail())
    assert "Show remote images" in pages.get(f"/tickets/{row.ticket_id}/").content.decode()
    response = pages.get(f"/articles/{row.article_id}/body/?images=remote")
    text = response.content.decode()
    assert ' src="https://elsewhere.example/a.png"' in text
    assert ' src="https://elsewhere.example/t.gif"' not in text
    assert "img-src 'self' data: https: http:" in response.headers["Content-Security-Policy"]
    assert "script-src" not in response.headers["Content-Security-Policy"]


def test_mail_with_only_a_tracking_image_offers_no_images(world: World, pages: Client) -> None:
    (row,) = arrive(world.channel, html_mail(width="1"))
    assert "Show remote images" not in pages.get(f"/tickets/{row.ticket_id}/").content.decode()


@pytest.mark.parametrize(
    ("content_type", "shown"), [("image/png", "image/png"), ("text/html", "application/octet-stream")]
)
def test_attachment_is_saved_unless_it_is_a_picture(
    content_type: str, shown: str, ticket: Ticket, world: World, pages: Client
) -> None:
    file = SimpleUploadedFile("ä b.bin", b"content", content_type)
    answer(pages, world, ticket, attachments=file)
    attachment = Article.objects.latest("pk").attachments.get()
    response = pages.get(f"/attachments/{attachment.pk}/")
    assert (response.content, response.headers["Content-Type"]) == (b"content", shown)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "%C3%A4%20b.bin" in response.headers["Content-Disposition"]


def test_original_is_the_mail_as_it_came(world: World, pages: Client) -> None:
    mail = eml(subject="As it came")
    (row,) = arrive(world.channel, mail)
    assert pages.get(f"/articles/{row.article_id}/original/").content == mail


def test_page_tells_how_a_mail_was_read(world: World, pages: Client) -> None:
    (row,) = arrive(world.channel, eml(subject="Away", auto_submitted="auto-replied", body="I am away"))
    text = pages.get(f"/articles/{row.article_id}/reading/").content.decode()
    assert all(rule["because"] in text or not rule["because"].isalnum() for rule in row.trace)
    assert "Did a machine write it?" in text
    assert "auto-replied" in text
