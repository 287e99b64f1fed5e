"""What the demo's desk has been furnished with, in the two languages of its people."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Work:
    """What was done with the ticket of this title: a note, an answer, then changes."""

    title: str
    note: str = ""
    answer: str = ""
    changes: dict[str, Any] = field(default_factory=dict)
    mine: bool = False
    """Whether the agent who does it becomes its owner."""


TEXT_MODULES = (
    (
        "Greeting",
        "Begrüßung",
        "hi",
        "<p>Hello #{customer.first_name},</p><p>thank you for your message.</p>",
    ),
    (
        "Return label",
        "Rücksendeschein",
        "return",
        "<p>The return label comes with the next mail. Please stick it over the old one; the postage is on us.</p>",
    ),
    (
        "Ask for a photo",
        "Um ein Foto bitten",
        "photo",
        "<p>Could you send us a photo on which the damaged spot can be seen well?</p>",
    ),
    (
        "Delivery (German)",
        "Lieferung",
        "lieferung",
        "<p>Ihre Bestellung hat unser Lager verlassen und ist in zwei bis drei Werktagen bei Ihnen.</p>",
    ),
)
"""Name, German name, keyword, text."""

MACROS: tuple[tuple[str, str, list[dict[str, Any]]], ...] = (
    (
        "Ask for a photo and wait for it",
        "next",
        [
            {"action": "answer", "body": "<p>Could you send us a photo of the damage?</p>"},
            {"action": "change", "state": "pending_reminder", "pending_minutes": 3 * 24 * 60},
            {"action": "tags", "add": ["photo"], "remove": []},
        ],
    ),
    (
        "Newsletter: close",
        "next",
        [{"action": "tags", "add": ["newsletter"], "remove": []}, {"action": "change", "state": "closed"}],
    ),
)

OVERVIEWS = (
    ("Returns", {"all": [{"field": "ticket.tags", "op": "has_any", "value": ["return"]}]}),
    ("High and open", {"all": [{"field": "ticket.priority", "op": "is", "value": ["3"]}]}),
)

WORK = (
    Work(
        "Tent pole snapped on the second night",
        note="@Jonas Weber: is there a pole for the Vidda 3 left in the workshop? She leaves on Saturday.",
        changes={"priority": 3, "tags": ["warranty", "spare part"]},
    ),
    Work("Rucksack Fjell 45: Naht gerissen", changes={"tags": ["warranty"]}, mine=True),
    Work("Größe tauschen: Jacke Storm in M statt L", changes={"tags": ["return"]}),
    Work(
        "Sammelbestellung für den Alpenverein",
        answer="Guten Tag Frau Novak,\n\nbei 18 Paar geben wir 12 % Nachlass. Ab Lager sind wir in vier Werktagen in "
        "Innsbruck. Soll ich die Schneeschuhe für Sie zurücklegen?\n\nMit freundlichen Grüßen\nJonas Weber",
        changes={"state": "pending_reminder", "tags": ["offer"]},
        mine=True,
    ),
    Work(
        "Which stove fuel is right for Norway in March?",
        answer="Hello Sarah,\n\nbelow minus ten degrees the winter mix no longer works well. For March "
        "up there take the liquid fuel version.\n\nKind regards\nJonas Weber",
        changes={"state": "closed"},
        mine=True,
    ),
    Work("Invoice with our VAT number, please", changes={"tags": ["invoice"]}, mine=True),
    Work("Thank you!", changes={"state": "closed"}),
    Work(
        "Rechnung 77035 doppelt bezahlt",
        note="Buchhaltung hat bestätigt, dass zweimal gezahlt wurde. Die Erstattung ist angewiesen.",
        answer="Guten Tag Frau Novak,\n\nSie haben recht, der Betrag kam zweimal. Einer der beiden ist heute an Sie "
        "zurücküberwiesen worden.\n\nMit freundlichen Grüßen\nJonas Weber",
        changes={"state": "closed", "tags": ["invoice"]},
        mine=True,
    ),
)
