"""The words of a generated desk: names, things, complaints and answers, as German and English mails have them."""

from __future__ import annotations


def _words(text: str) -> list[str]:
    return text.split()


def _phrases(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


FIRST_NAMES = _words(
    """
    Anna Ben Carla David Elena Felix Greta Hannes Ines Jonas Katharina Lukas Marie Niklas Olga Paul Rebekka Simon
    Theresa Ulrich Vera Walter Yvonne Zoe Jörg Günter Björn Käthe Änne Sören Mäxi Özlem Mehmet Aylin Piotr Agnieszka
    Ivan Sofia Luca Giulia Pierre Amélie José Núria Oliver Emily Harry Charlotte George Amelia Jack Isla Noah Freya
    Owen Megan Rhys Siân
    """
)
LAST_NAMES = _words(
    """
    Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf
    Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Meier Lehmann
    Köhler König Walter Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel Friedrich Keller
    Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus
    Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Dietrich
    Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer Smith Jones Taylor
    Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson
    Clarke Patel Khan Lewis James Phillips Mason
    """
)
COMPANY_FIRST = _words(
    """
    Nord Süd West Ost Rhein Main Elbe Donau Alpen Hanse Stadt Land Berg Tal See Wald Stern Sonne Mond Adler Falken
    Bären Silber Gold Kupfer Eisen Stahl Glas Holz Stein Licht Kraft Werk Bau Technik Daten Netz Druck Farb Möbel
    Küchen Garten
    """
)
COMPANY_SECOND = _words(
    """
    bau haus werk technik handel logistik druck service systeme medien metall kunststoff pharma labor energie wasser
    garten möbel textil papier verlag reisen catering immobilien versicherung bank klinik praxis schule akademie
    verein stiftung
    """
)
COMPANY_FORMS = ("GmbH", "AG", "KG", "e. V.", "Ltd", "& Co. KG", "GbR", "Inc.")
CITIES = _words(
    """
    Berlin Hamburg München Köln Frankfurt Stuttgart Düsseldorf Leipzig Dortmund Essen Bremen Dresden Hannover
    Nürnberg Duisburg Bochum Wuppertal Bielefeld Bonn Münster Mannheim Karlsruhe Augsburg Wiesbaden Zürich Wien Graz
    London Leeds
    """
)
NOUN_FIRST = _words(
    """
    Rechnungs Kunden Liefer Bestell Auftrags Vertrags Zahlungs Versand Lager Drucker Netzwerk Server Datenbank
    Passwort Benutzer Konto Telefon Handy Bildschirm Tastatur Software Update Sicherheits Wartungs Garantie
    Reparatur Ersatzteil Material Produkt Artikel Preis Angebots Termin Urlaubs Personal Gehalts Reise Kosten Steuer
    Mahn Gutschrift Retouren Verpackungs Transport Fahrzeug Werkstatt Motor Heizungs Klima Strom Wasser Gas Miet
    Schlüssel Zugangs Kamera Alarm
    """
)
NOUN_SECOND = _words(
    """
    nummer adresse datum frist betrag stand liste plan bericht formular antrag bestätigung änderung kündigung
    verlängerung verwaltung abteilung leitung anlage gerät kabel adapter modul treiber fehler störung ausfall
    problem prüfung anfrage meldung protokoll vorlage datei ordner archiv kopie unterlagen schulung beratung
    betreuung hilfe zentrale stelle
    """
)
THINGS = _words(
    """
    printer scanner laptop monitor keyboard headset router switch server database mailbox calendar account password
    invoice order shipment parcel refund contract licence subscription backup spreadsheet report dashboard website
    newsletter webhook certificate firewall password projector badge phone tablet charger cable battery cartridge
    toner drum fuser tray
    """
)
ENGLISH_FAULTS = _phrases(
    """
    does not start anymore
    keeps crashing after the update
    shows an error message
    is missing one part
    arrived damaged
    cannot be reached since this morning
    is slower than usual
    asks for a password again and again
    was charged twice
    needs to be replaced
    has not been delivered yet
    was cancelled without notice
    should be renewed before the end of the month
    """
)
GERMAN_FAULTS = _phrases(
    """
    funktioniert seit heute Morgen nicht mehr
    ist noch nicht angekommen
    wurde doppelt abgebucht
    zeigt eine Fehlermeldung an
    stürzt nach der Aktualisierung ständig ab
    muss dringend ausgetauscht werden
    ist unvollständig geliefert worden
    lässt sich nicht öffnen
    wird nicht mehr erkannt
    sollte vor Monatsende verlängert werden
    stimmt nicht mit der Bestellung überein
    reagiert sehr langsam
    ist beim Transport beschädigt worden
    druckt nur noch leere Seiten
    """
)
ENGLISH_SENTENCES = _phrases(
    """
    We have already tried to restart it, but that did not help.
    Could you please look into this as soon as possible?
    Our accounting department is waiting for the corrected document.
    Please find the details attached to this message.
    The colleague who usually looks after this is on holiday until next week.
    I would be grateful for a short phone call.
    It worked perfectly fine until last Friday.
    We are going to send a technician to your office on the agreed date.
    The replacement will leave our warehouse today.
    You can track the parcel with the number below.
    I have forwarded your request to the responsible team.
    The refund will be on your bank account within five working days.
    Thank you for your patience.
    Please let us know whether this solves the matter.
    Several of our customers are affected too.
    """
)
GERMAN_SENTENCES = _phrases(
    """
    Wir haben das Gerät bereits neu gestartet, leider ohne Erfolg.
    Könnten Sie sich bitte möglichst bald darum kümmern?
    Unsere Buchhaltung wartet auf das korrigierte Dokument.
    Die Einzelheiten finden Sie im Anhang dieser Nachricht.
    Die zuständige Kollegin ist bis nächste Woche im Urlaub.
    Über einen kurzen Rückruf würde ich mich sehr freuen.
    Bis letzten Freitag lief alles einwandfrei.
    Unser Techniker kommt am vereinbarten Termin zu Ihnen ins Büro.
    Der Ersatz verlässt heute unser Lager.
    Mit der unten stehenden Nummer können Sie die Sendung verfolgen.
    Ich habe Ihr Anliegen an die zuständige Abteilung weitergeleitet.
    Die Erstattung ist in fünf Werktagen auf Ihrem Konto.
    Vielen Dank für Ihre Geduld.
    Bitte geben Sie uns Bescheid, ob das Problem damit behoben ist.
    Auch mehrere unserer Kunden sind davon betroffen.
    Die Häuser in der Straße sind ebenfalls ohne Anschluss.
    """
)
GROUPS = (
    "Support", "2nd level", "Buchhaltung", "Vertrieb", "Logistik", "Einkauf", "Personal", "IT-Betrieb", "Retouren",
    "Hausverwaltung", "Marketing", "Geschäftsführung",
)  # fmt: skip
TAGS = ("vip", "rechnung", "rückfrage", "garantie", "eilig", "hardware", "software", "reklamation", "intern", "refund")
