"""What customers write to the shop whose mailbox is at Google, in English and German."""

from __future__ import annotations

from postroom.practice.seed.letter import File, Letter, one_page_pdf, picture

_RECEIPT = File("receipt-58213.pdf", "application/pdf", one_page_pdf("Receipt 58213, tent Vidda 3"))
_POLE = File("broken-pole.png", "image/png", picture(320, 200))
_BILL = File("Rechnung-77120.pdf", "application/pdf", one_page_pdf("Rechnung 77120, Rucksack Fjell 45"))

SHOP_LETTERS = (
    Letter(
        0.4,
        "whitfield",
        "Tent pole snapped on the second night",
        """Hello,

one of the poles of our Vidda 3 snapped on the second night, just above the joint. Photo and receipt are attached.
We leave again on Saturday. Is there any chance of a spare pole before then?

Best wishes
Sarah Whitfield""",
        to="fjord",
        files=(_POLE, _RECEIPT),
    ),
    Letter(
        1.1,
        "brandt",
        "Rucksack Fjell 45: Naht gerissen",
        """Guten Tag,

beim Rucksack meiner Tochter ist nach drei Wochen eine Naht am linken Träger gerissen. Die Rechnung liegt bei.
Können Sie ihn reparieren, oder tauschen Sie ihn um?

Mit freundlichen Grüßen
Markus Brandt""",
        to="fjord",
        files=(_BILL,),
    ),
    Letter(
        2.0,
        "okafor",
        "Order 58240 arrived incomplete",
        """Hi,

the parcel came today, thank you, but one of the two sleeping mats is missing. The delivery note says two.

James""",
        to="fjord",
    ),
    Letter(
        2.6,
        "hoffmann",
        "Größe tauschen: Jacke Storm in M statt L",
        """Hallo,

die Jacke ist wunderbar, aber zu groß. Kann ich sie gegen M tauschen? Sie ist ungetragen, das Etikett ist noch dran.

Viele Grüße
Lena Hoffmann""",
        to="fjord",
    ),
    Letter(
        1.4,
        "okafor",
        "Re: Order 58240 arrived incomplete",
        """One more thing: the box was open at one side. I can send a photo of it, if that helps with the carrier.

James""",
        to="fjord",
        answers="Order 58240 arrived incomplete",
    ),
    Letter(
        5.0,
        "novak",
        "Sammelbestellung für den Alpenverein",
        """Guten Tag,

unsere Sektion möchte 18 Paar Schneeschuhe bestellen. Geben Sie bei dieser Menge einen Nachlass, und wie lange
dauert die Lieferung nach Innsbruck?

Petra Novak, Alpenholz""",
        to="fjord",
        html="""<p>Guten Tag,</p><p>unsere Sektion möchte <b>18 Paar Schneeschuhe</b> bestellen.</p>
<table border="1"><tr><th>Größe</th><th>Paar</th></tr>
<tr><td>S</td><td>6</td></tr><tr><td>M</td><td>12</td></tr></table>
<p>Geben Sie bei dieser Menge einen Nachlass, und wie lange dauert die Lieferung nach Innsbruck?</p>
<p>Petra Novak, Alpenholz</p>""",
    ),
    Letter(
        7.5,
        "whitfield",
        "Which stove fuel is right for Norway in March?",
        """Hello again,

we are going to Hardangervidda in March. Does the Glo 1 stove work with the winter gas mix, or do we need the
liquid fuel version?

Sarah""",
        to="fjord",
    ),
    Letter(
        9.2,
        "falkenau",
        "Warnwesten mit Aufdruck",
        """Sehr geehrte Damen und Herren,

wir benötigen 60 wetterfeste Warnwesten mit unserem Schriftzug. Bitte teilen Sie uns mit, ob Sie bedrucken.

Stadtwerke Falkenau, Einkauf""",
        to="fjord",
    ),
    Letter(
        12.0,
        "hoffmann",
        "Gutschein lässt sich nicht einlösen",
        """Hallo,

mein Gutschein aus dem Newsletter wird an der Kasse abgelehnt: „ungültig“. Er soll bis Monatsende gelten.

Lena Hoffmann""",
        to="fjord",
    ),
    Letter(
        20.0,
        "okafor",
        "Invoice with our VAT number, please",
        """Hi,

could you issue invoice 58197 again with our VAT number GB 123 4567 89?

Thanks, James""",
        to="fjord",
    ),
    Letter(
        26.0,
        "newsletter",
        "Werkzeug aktuell: Sonderheft Outdoor",
        """Diese Woche im Sonderheft: Messer, Beile, Sägen. Abmelden können Sie sich jederzeit.""",
        to="fjord",
        headers=(("List-Id", "Werkzeug aktuell <aktuell.werkzeug-aktuell.example>"), ("Precedence", "bulk")),
    ),
    Letter(
        31.0,
        "brandt",
        "Lieferzeit Kajak Stille",
        """Guten Tag,

auf der Seite steht „in 3 bis 5 Wochen“. Ich würde es gern zum Geburtstag meiner Frau am 12. verschenken.
Ist das zu schaffen?

Markus Brandt""",
        to="fjord",
    ),
    Letter(
        50.0,
        "whitfield",
        "Thank you!",
        """Just wanted to say that the replacement boots arrived and fit perfectly. Lovely service.

Sarah""",
        to="fjord",
    ),
    Letter(
        74.0,
        "novak",
        "Rechnung 77035 doppelt bezahlt",
        """Guten Tag,

ich habe die Rechnung 77035 versehentlich zweimal überwiesen. Bitte erstatten Sie einen der beiden Beträge.

Petra Novak""",
        to="fjord",
    ),
)
