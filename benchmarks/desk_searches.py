"""What agents search for on a generated desk: rare and common words, beginnings, names, phrases, operators, nothing."""

SEARCHES = (
    "drucker", "dru", "rechnungsnummer", "rechnung kündigung", "from:müller", "bitte", "die", "ver", '"leere Seiten"',
    "RE-0012345", "zzzunknown", "drucker state:open", "printer OR scanner", "printer -toner", "customer:becker",
    "invoice after:2026-06", "lieferadresse gruppe:support", "kameraarchiv", "jörg", "battery charger",
    "has:attachment battery", "to:anna", "firewall certificate", "mailbox",
)  # fmt: skip
