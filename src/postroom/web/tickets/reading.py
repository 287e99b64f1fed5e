"""How a mail was read: every rule that was asked, what it said, and what was odd."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from postroom.intake.rules.filters import PREFIX as FILTER
from postroom.mail.values import NatureKind
from postroom.models import Inbound
from postroom.told import told
from postroom.web.access import agent_required
from postroom.web.tickets.finding import article_of

RULES = {
    "verify_mail": _("Is it Postroom's own test mail?"),
    "own_mail": _("Is it a mail that Postroom sent itself?"),
    "blocked": _("Is its sender blocked?"),
    "bounce": _("Does it report that a mail was not delivered?"),
    "automatic": _("Did a machine write it?"),
    "trusted_headers": _("Does a trusted program say what to do with it?"),
    "follow_up": _("Does it belong to a ticket?"),
    "internal_answer": _("Does it answer an internal message?"),
    "reply_to": _("Does Reply-To name another sender?"),
    "agent_writes": _("Does an agent write for a customer?"),
    "references": _("Is it about an issue of Jira or ServiceNow?"),
    "monitoring": _("Does a monitoring system report a fault?"),
    "archive": _("Is it old mail that is only kept?"),
    "filters": _("Do filters of the administrator apply?"),
    "read_again": _("Was it read again?"),
    "quarantine": _("What did a person decide?"),
    "change": _("What could not be changed as wished"),
}
NATURES = {
    NatureKind.PERSON: _("Written by a person"),
    NatureKind.AUTO_REPLY: _("Automatic reply"),
    NatureKind.OUT_OF_OFFICE: _("Out-of-office reply"),
    NatureKind.BOUNCE: _("Report of a mail that was not delivered"),
    NatureKind.FEEDBACK_REPORT: _("Complaint report"),
    NatureKind.MAILING_LIST: _("Mail of a list"),
    NatureKind.SYSTEM: _("Written by a program"),
    NatureKind.LOOP: _("Mail that came back to us"),
}


@agent_required
def how_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how the mail of an article was read."""
    article = article_of(request, pk)
    inbound = Inbound.objects.filter(article=article).select_related("channel").first()
    steps = [
        {
            "title": _title(said["rule"]),
            "detail": told(said["because"], said.get("made_of")),
            "state": "ok" if said["hit"] else "skipped",
        }
        for said in (inbound.trace if inbound else [])
    ]
    nature = NATURES[NatureKind(article.nature)] if article.nature else ""
    context = {
        "article": article,
        "ticket": article.ticket,
        "inbound": inbound,
        "steps": steps,
        "nature": nature,
        "signs": [sign_in_words(sign) for sign in article.nature_because],
        "defects": [told(defect, article.defects_made_of.get(defect)) for defect in article.defects],
    }
    return render(request, "tickets/how_read.html", context)


def sign_in_words(sign: str) -> str:
    """Return what says of what nature a mail is - a header, or words of subject or text - as a sentence."""
    name, _colon, value = sign.partition(": ")
    if name == "Subject":
        return gettext("The subject is “%(subject)s”.") % {"subject": value}
    if name == "Text":
        return gettext("The text says “%(words)s”.") % {"words": value}
    return gettext("The mail has the header “%(header)s”.") % {"header": sign}


def _title(rule: str) -> str:
    if rule.startswith(FILTER):
        return gettext("Filter “%(name)s”") % {"name": rule.removeprefix(FILTER)}
    return str(RULES.get(rule, rule))
