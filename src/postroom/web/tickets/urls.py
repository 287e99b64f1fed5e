"""Addresses of the ticket pages."""

from django.urls import path

from postroom.web.tickets import (
    bulk,
    changing,
    choosing,
    composer,
    content,
    delivering,
    files,
    listing,
    new,
    reading,
    ticket,
    undoing,
)

urlpatterns = [
    path("", listing.home, name="home"),
    path("tickets/", listing.tickets, name="tickets"),
    path("tickets/change/", bulk.change_many, name="tickets_change"),
    path("tickets/view/", choosing.choose, name="tickets_view"),
    path("tickets/done/", undoing.done_lately, name="tickets_done"),
    path("tickets/undo/<int:pk>/", undoing.undo, name="tickets_undo"),
    path("tickets/new/", new.new_ticket, name="ticket_new"),
    path("tickets/<int:pk>/", ticket.ticket_page, name="ticket"),
    path("tickets/<int:pk>/news/<int:after>/", ticket.ticket_news, name="ticket_news"),
    path("tickets/<int:pk>/change/", changing.change_ticket, name="ticket_change"),
    path("tickets/<int:pk>/merge/", changing.merge_ticket, name="ticket_merge"),
    path("tickets/<int:pk>/hint/accept/", changing.accept_hint, name="ticket_hint_accept"),
    path("tickets/<int:pk>/hint/refuse/", changing.refuse_hint, name="ticket_hint_refuse"),
    path("tickets/<int:pk>/note/", composer.write_note, name="ticket_note"),
    path("tickets/<int:pk>/<slug:kind>/", composer.write_mail, name="ticket_mail"),
    path("articles/<int:pk>/body/", content.article_body, name="article_body"),
    path("articles/<int:pk>/original/", files.original, name="article_original"),
    path("articles/<int:pk>/reading/", reading.how_read, name="article_reading"),
    path("articles/<int:pk>/delivery/", delivering.deliveries, name="article_delivery"),
    path("attachments/<int:pk>/", files.attachment, name="attachment"),
    path("deliveries/<int:pk>/resend/", delivering.resend, name="outbound_resend"),
    path("deliveries/<int:pk>/cancel/", delivering.cancel, name="outbound_cancel"),
    path("deliveries/<int:pk>/hurry/", delivering.hurry, name="outbound_hurry"),
    path("deliveries/<int:pk>/sent/", delivering.mark_sent, name="outbound_sent"),
]
