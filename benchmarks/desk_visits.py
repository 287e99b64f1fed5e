"""What an agent does in a browser: look through an overview, open a ticket, search, answer."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
from selectolax.lexbor import LexborHTMLParser

from benchmarks.desk_cast import Agent
from benchmarks.desk_searches import SEARCHES

KINDS = ("overview", "ticket", "search", "reply")
_DEADLINE = 120.0
_OVERVIEWS = ("open", "mine", "unassigned", "pending", "closed_today", "all")
_ORDERS = ("", "", "", "&sort=number", "&sort=-updated")
_ANSWER = "Guten Tag,\n\nvielen Dank für Ihre Nachricht. Wir haben das Gerät geprüft und melden uns morgen.\n"


@dataclass
class Visitor:
    """One agent with a connection kept open, who does the four things in turn."""

    address: str
    agent: Agent
    seed: int
    rng: random.Random = field(init=False)
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        """Connect."""
        self.rng = random.Random(self.seed)
        self.client = httpx.Client(
            base_url=self.address, cookies={"sessionid": self.agent.session}, timeout=_DEADLINE, trust_env=False
        )

    def requests(self, rounds: int) -> Iterator[tuple[str, httpx.Request]]:
        """Yield the kind of each page and what asks for it; what an answer needs beforehand is fetched on the way."""
        for turn in range(rounds):
            ticket = self.agent.tickets[turn % len(self.agent.tickets)]
            place = f"/tickets/?overview={self.rng.choice(_OVERVIEWS)}{self.rng.choice(_ORDERS)}"
            search = SEARCHES[(turn + self.seed) % len(SEARCHES)]
            yield "overview", self.client.build_request("GET", place)
            yield "ticket", self.client.build_request("GET", f"/tickets/{ticket}/")
            yield "search", self.client.build_request("GET", "/search/", params={"q": search})
            yield "reply", self._answer(ticket)

    def take(self, request: httpx.Request) -> float:
        """Fetch a page and return how many milliseconds passed until all of it was there."""
        began = time.perf_counter()
        response = self.client.send(request)
        taken = (time.perf_counter() - began) * 1000
        expected = 302 if request.method == "POST" else 200
        assert response.status_code == expected, (request.url, response.status_code)
        return taken

    def _answer(self, ticket: int) -> httpx.Request:
        """Fill in the composer as it comes."""
        place = f"/tickets/{ticket}/reply/"
        fields = filled_in(self.client.get(place).text)
        fields |= {"body": _ANSWER, "to": fields.get("to") or "customer@desk.example"}
        return self.client.build_request("POST", place, data=fields)


def filled_in(page: str) -> dict[str, str]:
    """Return what the form that sends by POST and has a text to write would send."""
    forms = [form for form in LexborHTMLParser(page).css("form") if form.css_first("textarea[name=body]")]
    fields = {}
    for node in forms[0].css("input[name], select[name]"):
        given = node.attributes
        if given.get("type") in ("file", "submit", "checkbox", "radio"):
            continue
        chosen = node.css_first("option[selected]") if node.tag == "select" else node
        fields[str(given["name"])] = (chosen.attributes.get("value") if chosen else "") or ""
    return fields
