"""What German customers write."""

from __future__ import annotations

from postroom.practice.seed.letter import File, Letter, one_page_pdf

_INVOICE = File("Rechnung-2026-1187.pdf", "application/pdf", one_page_pdf("Rechnung 2026-1187 Brandt Metallbau"))
_LOG = File("steuerung.log", "text/plain", b"07:14:02 E-217 Drehzahl ausserhalb\n07:14:05 E-217 Drehzahl ausserhalb\n")
_LIST = File("Bestückung Übersicht.csv", "text/csv", "Teil;Menge\nSägeblatt 250 mm;12\nFräser Ø 8;30\n".encode())

GERMAN_LETTERS = (
    Letter(1.2, "brandt", "Säge S-400 bleibt stehen",
        """Guten Morgen,

seit heute früh bleibt unsere S-400 nach etwa zehn Minuten stehen. Im Display steht E-217.
Aus- und Einschalten hilft nur kurz. Wir haben bis Freitag einen Auftrag, der damit fertig werden muss.

Können Sie uns sagen, woran das liegt?

Mit freundlichen Grüßen
Markus Brandt
Brandt Metallbau, Werkstatt 2""", files=(_LOG,)),
    Letter(2.1, "hoffmann", "Wo bleibt meine Bestellung?",
        """Hallo,

ich habe am 9. zwei Schraubzwinge bestellt (Nr. 40021). Laut Mail sollten sie letzte Woche kommen.
Ist da etwas schiefgelaufen?

Viele Grüße
Lena Hoffmann"""),
    Letter(3.4, "falkenau", "Angebot für 40 Akkuschrauber",
        """Sehr geehrte Damen und Herren,

für unsere Montagetrupps benötigen wir 40 Akkuschrauber der Reihe AS-18 mit je zwei Akkus.
Bitte senden Sie uns Ihr Angebot bis zum Monatsende, Lieferung frei Lager.

Mit freundlichen Grüßen
Stadtwerke Falkenau, Einkauf
i. A. Ritter""", to="info"),
    Letter(4.0, "novak", "Foto vom Riss im Gehäuse",
        """Guten Tag,

wie besprochen das Foto. Der Riss läuft von der Schraube bis zum Griff.

Petra Novak, Alpenholz""", html="""<p>Guten Tag,</p><p>wie besprochen das Foto. Der Riss läuft von der Schraube bis zum
Griff.</p><p><img src="cid:foto@practice" alt="Riss im Gehäuse" width="120" height="80"></p>
<p>Petra Novak, Alpenholz</p>""",
        picture=True),
    Letter(6.5, "brandt", "Rechnung 2026-1187: falscher Betrag",
        """Guten Tag,

auf der beigefügten Rechnung stehen 14 Stunden Wartung, der Techniker war aber nur 4 Stunden hier.
Bitte schicken Sie uns eine berichtigte Rechnung.

Freundliche Grüße
Markus Brandt""", files=(_INVOICE,)),
    Letter(9.0, "hoffmann", "Rücksendung der Stichsäge",
        """Hallo,

die Stichsäge ist mir leider zu schwer. Wie schicke ich sie zurück, und wer zahlt das Porto?

Gruß, Lena Hoffmann"""),
    Letter(23.0, "novak", "Ersatzteil für Hobel H-2",
        """Sehr geehrtes Team,

für unseren Hobel H-2 (Baujahr 2014) suchen wir die Messerwelle. Ist sie noch lieferbar?

Mit freundlichem Gruß
Petra Novak"""),
    Letter(25.5, "falkenau", "Bestellung 4500118823",
        """Guten Tag,

hiermit bestellen wir gemäß Ihrem Angebot die Positionen der Anlage. Bitte bestätigen Sie den Liefertermin.

Stadtwerke Falkenau, Einkauf""", to="info", files=(_LIST,)),
    Letter(28.0, "brandt", "Wartungstermin verschieben",
        """Guten Tag,

den Termin am Donnerstag müssen wir absagen, die Halle wird gestrichen. Geht es eine Woche später?

Markus Brandt""", seen=True),
    Letter(29.0, "support", "Re: Wartungstermin verschieben",
        """Guten Tag Herr Brandt,

das geht. Der Techniker kommt am Donnerstag der Folgewoche um 8 Uhr.

Freundliche Grüße
Support Nordlicht""", to="brandt", folder="sentitems", answers="Wartungstermin verschieben", seen=True),
    Letter(27.2, "brandt", "Re: Wartungstermin verschieben",
        """Passt, danke!

Am Dienstag schrieb Support Nordlicht:
> Guten Tag Herr Brandt,
>
> das geht. Der Techniker kommt am Donnerstag der Folgewoche um 8 Uhr.
""", answers="Wartungstermin verschieben", seen=True),
    Letter(31.0, "hoffmann", "Kennwort im Shop vergessen",
        """Hallo, ich komme nicht mehr in mein Konto, und die Mail zum Zurücksetzen
kommt nicht an. Meine Adresse stimmt aber.

Lena Hoffmann"""),
    Letter(47.0, "novak", "Schulung für neue Mitarbeiter",
        """Guten Tag,

ab Januar haben wir drei neue Kollegen in der Werkstatt. Bieten Sie wieder die Sicherheitsschulung an?

Petra Novak""", to="info"),
    Letter(50.0, "falkenau", "Sicherheitsdatenblatt Schneidöl",
        """Sehr geehrte Damen und Herren,

für unsere Unterlagen brauchen wir das aktuelle Sicherheitsdatenblatt Ihres Schneidöls SO-5.

i. A. Ritter""", to="info"),
    Letter(52.0, "brandt", "Dringend: Not-Aus löst nicht aus",
        """Achtung, bei der S-250 in Halle 1 löst der Not-Aus nicht mehr aus!
Wir haben die Maschine gesperrt. Bitte rufen Sie sofort an: 0000 555 0142.

Brandt""", headers=(("Importance", "high"), ("X-Priority", "1"))),
    Letter(70.0, "hoffmann", "Danke!",
        """Hallo zusammen,

nur kurz: Der Umtausch hat wunderbar geklappt. Vielen Dank an die nette Kollegin am Telefon!

Lena Hoffmann""", seen=True),
    Letter(75.0, "novak", "Preisliste 2027",
        """Guten Tag, wann erscheint die neue Preisliste, und bleibt der Rabatt für Stammkunden?

Gruß Novak""", to="info", seen=True),
    Letter(80.0, "brandt", "Firmware-Update der Steuerung schlägt fehl",
        """Hallo Technik,

beim Update auf 3.4.1 bricht die Steuerung bei 60 % ab. Danach startet sie mit der alten Version.
Zwei Versuche, zwei verschiedene USB-Sticks.

Markus Brandt""", folder="Anfragen/Tech-Support"),
    Letter(82.0, "novak", "Welches Öl für das Getriebe?",
        """Guten Tag, im Handbuch steht ISO VG 220, auf dem Schild VG 320. Was gilt?

Novak""", folder="Anfragen/Tech-Support"),
    Letter(90.0, "falkenau", "Schnittstelle zur Lagerverwaltung",
        """Guten Tag,

kann die Werkzeugausgabe WA-12 Buchungen als CSV exportieren? Unser System liest alle 15 Minuten ein.

Stadtwerke Falkenau""", folder="Anfragen/Tech-Support"),
    Letter(98.0, "hoffmann", "Garantie bei Akku",
        """Hallo, mein Akku (gekauft im Mai letzten Jahres) hält nur noch zehn Minuten. Ist das Garantie?

Lena Hoffmann""", folder="Rücksendungen"),
    Letter(100.0, "anna", "Urlaubsplanung Dezember",
        """Hallo Jonas,

trag bitte bis Freitag deine Urlaubstage in die Liste ein.

Anna""", to="jonas"),
    Letter(101.0, "brandt", "Besuch nächste Woche",
        """Hallo Herr Weber,

kommen Sie am Mittwoch wie besprochen vorbei? Ich habe um 10 Uhr Zeit.

Markus Brandt""", to="jonas"),
    Letter(120.0, "novak", "Fehlende Schrauben im Bausatz",
        """Guten Tag,

im Bausatz fehlten vier Schrauben M6 x 40. Könnten Sie sie nachsenden?

Petra Novak""", seen=True),
    Letter(140.0, "falkenau", "Ansprechpartner gewechselt",
        """Guten Tag,

ab sofort ist Frau Ritter Ihre Ansprechpartnerin im Einkauf.

Stadtwerke Falkenau""", to="info", seen=True),
    Letter(12.0, "falkenau", "Aw: Angebot AN-2231",
        """Guten Tag,

vielen Dank. Gilt der Preis auch bei Teillieferung?

Von: Info Nordlicht
Gesendet: gestern
Betreff: Angebot AN-2231

Anbei unser Angebot. Es gilt bis Monatsende.""", to="info", answers="Angebot AN-2231"),
    Letter(20.0, "info", "Angebot AN-2231",
        """Guten Tag Frau Ritter,

anbei unser Angebot. Es gilt bis Monatsende.

Info Nordlicht""", to="falkenau", folder="sentitems", seen=True),
)  # fmt: skip
