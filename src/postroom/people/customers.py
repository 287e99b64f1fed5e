"""Customers come into being by writing: found by their address, or created from it."""

from __future__ import annotations

from collections.abc import Iterable

from postroom.models import Organisation, User

_LONGEST_EMAIL = 254
# An array is one value: twenty thousand values, as a file of people has, take longer to write down than to look up.
_FIND = """
SELECT person.*, lower(person.email) AS asked FROM postroom_user person WHERE lower(person.email) = ANY(%s)
UNION ALL
SELECT person.*, lower(further.email) FROM postroom_user person
  JOIN postroom_furtheraddress further ON further.user_id = person.id WHERE lower(further.email) = ANY(%s)
"""


def customers(addresses: dict[str, str]) -> dict[str, User]:
    """Return the users of `addresses` ({e-mail: display name}) by lower-case e-mail; who is unknown is created.

    At most four statements, however many they are.
    """
    if not addresses:
        return {}
    wanted = {email.lower()[:_LONGEST_EMAIL]: name for email, name in addresses.items()}
    found = find(wanted)
    missing = {email: wanted[email] for email in sorted(set(wanted) - set(found))}
    return found | _create(missing)


def find(emails: Iterable[str]) -> dict[str, User]:
    """Return the known users among `emails` (lower case) by the e-mail that was asked for. One statement."""
    wanted = list(emails)
    return {user.asked: user for user in User.objects.raw(_FIND, [wanted, wanted])}  # type: ignore[attr-defined]


def _create(missing: dict[str, str]) -> dict[str, User]:
    """Create customers, in the order of their addresses; whom another transaction created meanwhile is taken."""
    if not missing:
        return {}
    organisations = organisations_of_domains({email.rpartition("@")[2] for email in missing})
    users = [
        User(
            email=email,
            name=name.replace("\0", "").strip()[:200],
            organisation=organisations.get(email.rpartition("@")[2]),
        )
        for email, name in missing.items()
    ]
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_create(users, ignore_conflicts=True)
    return find(missing)


def organisations_of_domains(domains: set[str]) -> dict[str, Organisation]:
    """Return the active organisations that people with addresses of these domains belong to. One statement."""
    rows = Organisation.objects.filter(active=True, domains__overlap=list(domains))
    return {domain: organisation for organisation in rows for domain in organisation.domains}
