"""Addresses of the ticket pages."""

from django.urls import path

from postroom.web.tickets import answering, content, listing, ticket

urlpatterns = [
    path("", listing.home, name="home"),
    path("tickets/", listing.tickets, name="tickets"),
    path("tickets/<int:pk>/", ticket.ticket_page, name="ticket"),
    path("tickets/<int:pk>/change/", ticket.change_ticket, name="ticket_change"),
    path("tickets/<int:pk>/hint/accept/", ticket.accept_hint, name="ticket_hint_accept"),
    path("tickets/<int:pk>/hint/refuse/", ticket.refuse_hint, name="ticket_hint_refuse"),
    path("tickets/<int:pk>/note/", answering.write_note, name="ticket_note"),
    path("tickets/<int:pk>/<slug:kind>/", answering.write_mail, name="ticket_mail"),
    path("articles/<int:pk>/body/", content.article_body, name="article_body"),
    path("articles/<int:pk>/original/", content.original, name="article_original"),
    path("attachments/<int:pk>/", content.attachment, name="attachment"),
]
