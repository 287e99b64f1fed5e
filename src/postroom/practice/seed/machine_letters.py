"""What machines write: newsletters, out-of-office answers, bounces, shop and monitoring mail, junk."""

from __future__ import annotations

from postroom.practice.seed.letter import Letter

_LIST = (
    ("List-Id", "Werkzeug aktuell <aktuell.werkzeug-aktuell.example>"),
    ("List-Unsubscribe", "<https://werkzeug-aktuell.example/abmelden?u=4711>"),
    ("Precedence", "bulk"),
)
_AWAY = (("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"))
_AUTO = (("Auto-Submitted", "auto-generated"),)

MACHINE_LETTERS = (
    Letter(8.2, "newsletter", "Werkzeug aktuell: die besten Angebote im Winter",
        """Liebe Leserinnen und Leser,

diese Woche: Sägen, Fräsen, Bohren. Abmelden können Sie sich jederzeit.""", html="""<h1>Werkzeug aktuell</h1>
<p>Diese Woche: <a href="https://werkzeug-aktuell.example/saegen">Sägen</a>, Fräsen, Bohren.</p>
<p><img src="https://werkzeug-aktuell.example/zaehlpixel.gif?u=4711" width="1" height="1" alt=""></p>""",
        headers=_LIST),
    Letter(176.0, "newsletter", "Werkzeug aktuell: neue Normen für Leitern",
        """Ab Januar gilt die neue Norm. Was sich ändert.""",
        headers=_LIST, to="info"),
    Letter(28.9, "kroeger", "Automatische Antwort: Wartungstermin verschieben",
        """Ich bin bis Monatsende nicht im Büro.
In dringenden Fällen wenden Sie sich bitte an Herrn Brandt.

Sabine Kröger""", headers=_AWAY),
    Letter(30.5, "whitfield", "Automatic reply: Re: Spare blades",
        """I am travelling until Monday and will answer when I am back.

Sarah""", headers=_AWAY),
    Letter(2.8, "shop", "Neue Bestellung 40188 im Shop",
        """Kunde: Lena Hoffmann
Artikel: 1 x Schraubstock SB-120
Summe: 149,00 EUR""", headers=_AUTO),
    Letter(15.0, "shop", "Neue Bestellung 40185 im Shop",
        """Kunde: Petra Novak
Artikel: 2 x Zwinge Z-600
Summe: 58,00 EUR""", headers=_AUTO),
    Letter(3.0, "monitor", "PROBLEM: Lagerserver antwortet nicht",
        """Host: lager01
Dienst: HTTP
Zustand: CRITICAL seit 07:02""", headers=_AUTO),
    Letter(2.5, "monitor", "RECOVERY: Lagerserver antwortet wieder",
        """Host: lager01
Dienst: HTTP
Zustand: OK seit 07:31""", headers=_AUTO),
    Letter(18.0, "parcel", "Ihre Sendung kommt heute",
        """Ihre Sendung 0034 0434 1234 wird heute zwischen 12 und 14 Uhr zugestellt.""",
        headers=_AUTO, to="info"),
    Letter(40.0, "mailer", "Undelivered Mail Returned to Sender",
        """This is the mail system at host mx.falkenau-netz.example.

<alte.adresse@falkenau-netz.example>: host mx.falkenau-netz.example said: 550 5.1.1 User unknown""",
        headers=(("Auto-Submitted", "auto-replied"), ("X-Failed-Recipients", "alte.adresse@falkenau-netz.example"))),
    Letter(19.0, "prize", "SIE HABEN GEWONNEN!!!",
        """Herzlichen Glückwunsch! Klicken Sie hier und geben Sie Ihre Bankdaten ein.""",
        folder="junkemail"),
    Letter(44.0, "prize", "Letzte Mahnung vor Pfändung",
        """Öffnen Sie sofort die Anlage.""", folder="junkemail"),
    Letter(60.0, "parcel", "Zollgebühr offen: 1,99 EUR",
        """Zahlen Sie jetzt, sonst geht Ihr Paket zurück.""", folder="junkemail"),
    Letter(130.0, "monitor", "Wochenbericht Sicherung",
        """Alle 14 Sicherungen erfolgreich.""", headers=_AUTO, to="anna"),
    Letter(150.0, "shop", "Monatsumsatz Oktober",
        """Der Bericht für Oktober liegt bereit.""", headers=_AUTO, to="anna"),
    Letter(160.0, "anna", "Neue Kaffeemaschine",
        """Hallo zusammen, die neue Maschine steht im Flur. Bitte entkalken nicht vergessen!

Anna""", to="jonas", seen=True),
    Letter(165.0, "anna", "Willkommen im Postfach Info",
        """Jonas, du hast jetzt Vollzugriff auf info@ und darfst in seinem Namen senden.

Anna""", to="jonas", cc="info", seen=True),
)  # fmt: skip
