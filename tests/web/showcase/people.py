"""People from a file, doubles, merged and deleted ones, with awkward names; and the audit log of it all."""

from __future__ import annotations

from dataclasses import dataclass

from postroom.models import ImportState, MergedPerson, Organisation, Removal, Role, User, UserImport
from postroom.people.auditing import auditing
from postroom.people.importing.running import run_piece, take_in
from postroom.people.merging.differing import are_different
from postroom.people.merging.merge import merge_people
from postroom.people.removing.asking import ask_to_remove

LONG = "Maximiliane-Wilhelmine Freifrau von Donaudampfschifffahrtsgesellschaft-Untersteinhausen"
ADDRESS = "maximiliane.wilhelmine.freifrau.von.donaudampfschifffahrt@rechtsanwaelte-und-notare.example"
FILE = f"""E-Mail;Name;Telefon;Firma;Notiz
{ADDRESS};{LONG};+49 30 1234567;Rechtsanwälte und Notare am Donaudampfschifffahrtsgesellschaftsplatz mbB;ruft an
nora.fitzgerald-oppenheimer@harbourcycles.example;Nora Fitzgerald-Oppenheimer;+44 1482 000000;Harbour Cycles;
layla@arabic.example;ليلى عبد الرحمن الموسوي;;شركة التجارة العالمية المحدودة;تفضل الهاتف
nobody-at-all;Without Address;;;
"""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the pages are visited for."""

    preview: UserImport
    report: UserImport
    person: User
    double: User
    kept: User
    merge: MergedPerson
    removal: Removal
    organisation: Organisation


def gathered(administrator: User) -> Gathered:
    """Let an administrator have a busy morning with people."""
    with auditing(administrator, "web", "192.0.2.7"):
        organisation = Organisation.objects.create(
            name="Rechtsanwälte und Notare", domains=["rechtsanwaelte.example"], note="Only by phone."
        )
        preview = take_in(
            administrator, "Adressbuch der Kanzlei, Stand Oktober, endgültige Fassung (2).csv", FILE.encode()
        )
        report = take_in(administrator, "customers.csv", FILE.replace("layla@", "leila@").encode())
        report.state = ImportState.WAITING
        run_piece(report)
        person, double = _pair(organisation, LONG, ADDRESS, "freifrau@rechtsanwaelte-und-notare.example")
        kept, other = _pair(organisation, "ليلى عبد الرحمن", "layla@arabic.example", "layla.2@arabic.example")
        merge_people(administrator, kept.pk, other.pk)
        one, another = _pair(organisation, "Jo Doe", "jo@rechtsanwaelte.example", "joanna@rechtsanwaelte.example")
        are_different(administrator, one.pk, another.pk)
        Role.objects.filter(is_agent=True).update(name="Agents of the first and the second line")
        removal = ask_to_remove(administrator, User.objects.get(email="leila@arabic.example"), keep_tickets=True)
        Removal.objects.filter(pk=removal.pk).update(done=1)
    merge = MergedPerson.objects.get()
    return Gathered(preview, report, person, double, kept, merge, removal, organisation)


def _pair(organisation: Organisation, name: str, *emails: str) -> list[User]:
    for email in emails:
        User.objects.update_or_create(email=email, defaults={"name": name, "organisation": organisation})
    people = {user.email: user for user in User.objects.filter(email__in=emails)}
    return [people[email] for email in emails]
