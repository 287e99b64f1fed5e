"""What English-speaking customers write."""

from __future__ import annotations

from postroom.practice.seed.letter import File, Letter, one_page_pdf, picture

_FORM = File("warranty-claim.pdf", "application/pdf", one_page_pdf("Warranty claim, hedge trimmer HT-60"))
_PHOTO = File("blade.png", "image/png", picture(160, 100))

ENGLISH_LETTERS = (
    Letter(0.6, "whitfield", "Hedge trimmer will not start",
        """Hello,

our HT-60 hedge trimmer has not started since the weekend. The battery shows three lights, so it is charged.
Is there a reset of some kind?

Kind regards
Sarah Whitfield
Whitfield Gardens"""),
    Letter(1.8, "okafor", "Quote for 12 work lights",
        """Hi there,

could you quote us for twelve WL-90 work lights, delivered to the harbour office? We would need them by the 15th.

Thanks
James Okafor""", to="info"),
    Letter(5.1, "whitfield", "Warranty claim HT-60",
        """Hello,

please find attached the warranty form and a photo of the blade.

Sarah""", files=(_FORM, _PHOTO)),
    Letter(7.7, "okafor", "Login to the portal fails",
        """Hi,

since the update I get "session expired" right after signing in. I have tried two browsers.

James""", html="""<p>Hi,</p><p>since the update I get <code>session expired</code> right after signing in.
I have tried <b>two browsers</b>.</p><p>James</p>"""),
    Letter(11.0, "whitfield", "Re: Hedge trimmer will not start",
        """I found the reset button under the handle, but it changes nothing.

Sarah

> Is there a reset of some kind?
""", answers="Hedge trimmer will not start"),
    Letter(22.0, "okafor", "Invoice for order 7719",
        """Hello,

we need the invoice for order 7719 with our purchase order number PO-5521 on it. Could you send it again?

Best regards
James Okafor"""),
    Letter(26.0, "whitfield", "Spare blades",
        """Hello, which blades fit the HT-60, the 60 cm or the 55 cm ones? And do you ship to the islands?

Sarah"""),
    Letter(33.0, "okafor", "Delivery address change",
        """Please deliver order 7731 to Pier 4 instead of Pier 2. The gate code is with the guard.

James"""),
    Letter(48.0, "whitfield", "Feedback on the training",
        """The training on Thursday was excellent, thank you. Could we have the slides?

Sarah""", to="info", seen=True),
    Letter(51.0, "okafor", "Work light flickers",
        """Two of the WL-90 flicker when both are on the same circuit. Known issue?

James""", folder="Anfragen/Tech-Support"),
    Letter(55.0, "whitfield", "Noise level of the leaf blower",
        """Hello, our council asks for the noise level at ten metres. Do you have a certificate?

Sarah""", folder="Anfragen/Tech-Support"),
    Letter(72.0, "okafor", "Price increase?",
        """Hi, your shop shows a higher price than the quote from last month. Which one is right?

James""", seen=True),
    Letter(95.0, "whitfield", "Out of stock",
        """Hello, when will the HT-45 be back in stock? We would take six.

Sarah""", to="info", seen=True),
    Letter(110.0, "okafor", "Thanks for the quick help",
        """All lights work. Thanks!

James""", seen=True),
    Letter(111.0, "support", "Re: Thanks for the quick help",
        """You are welcome.

Support Nordlicht""", to="okafor", folder="sentitems", answers="Thanks for the quick help", seen=True),
    Letter(13.0, "okafor", "Meeting notes",
        """Hi Jonas,

here is what we agreed on: twelve lights, two spare batteries each, first delivery in December.

James""", to="jonas"),
)  # fmt: skip
