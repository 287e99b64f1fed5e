"""The only place that knows what a person may see and do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from postroom.models import Article, Attachment, Group, GroupAccess, Level, Organisation, Role, Ticket, User
from postroom.prepared import Prepared, Slot, Slots

Granted = tuple[tuple[int, frozenset[str]], ...]
_REMEMBERED = "_postroom_granted"
_ROLES = "_postroom_roles"
_ROLE = [field.attname for field in Role._meta.concrete_fields]
_roles = Prepared(lambda: Role.objects.filter(users=Slot(0), active=True).values_list(*_ROLE))
_access = Prepared(
    lambda: GroupAccess.objects.filter(Q(user=Slot(0)) | Q(role__users=Slot(0), role__active=True)).values_list(
        "group_id", "levels"
    )
)
_group_names = Prepared(
    lambda: Group.objects.filter(active=True, pk__in=Slots(0)).order_by("name").values_list("pk", "name")
)
_owner_names = Prepared(lambda: _with_access(Slots(0), Level.CHANGE).values_list("pk", "email", "name"))


def is_agent(user: User) -> bool:
    """Whether `user` is active and has an agent role."""
    return any(role.is_agent for role in roles_of(user))


def is_administrator(user: User) -> bool:
    """Whether `user` is active and has an administrator role."""
    return any(role.is_administrator for role in roles_of(user))


def roles_of(user: User) -> tuple[Role, ...]:
    """Return the active roles of `user`, none where the user is not active. One statement, or none if remembered."""
    if not user.active:
        return ()
    remembered: tuple[Role, ...] | None = user.__dict__.get(_ROLES)
    if remembered is not None:
        return remembered
    return tuple(Role.from_db("default", _ROLE, row) for row in _roles.rows(user.pk))


def group_ids(user: User, level: Level) -> set[int]:
    """Return the groups in which `user` has `level` (full holds every level). One statement, or none if remembered."""
    remembered: Granted | None = user.__dict__.get(_REMEMBERED)
    granted = _granted(user) if remembered is None else remembered
    return {group_id for group_id, levels in granted if level.value in levels or Level.FULL.value in levels}


def remember_rights(user: User) -> None:
    """Ask once what `user` may do, for everything that asks with this very object: a page, which lives for moments."""
    user.__dict__.pop(_ROLES, None)
    user.__dict__[_ROLES] = roles_of(user)
    user.__dict__[_REMEMBERED] = _granted(user)


def _granted(user: User) -> Granted:
    if not user.active:
        return ()
    return tuple((group_id, frozenset(levels)) for group_id, levels in _access.rows(user.pk))


def groups(user: User, level: Level) -> QuerySet[Group]:
    """Return the active groups in which `user` has `level`, by name."""
    return Group.objects.filter(active=True, pk__in=group_ids(user, level)).order_by("name")


def named_groups(ids: Iterable[int]) -> list[Group]:
    """Return the active ones of these groups, of which only the names are read, by name."""
    return [Group.from_db("default", ["id", "name"], row) for row in _group_names.rows(list(ids))]


def named_owners(ids: Iterable[int]) -> list[User]:
    """Return the agents who may own tickets in some of these groups, of whom only the names are read, by name."""
    return [User.from_db("default", ["id", "email", "name"], row) for row in _owner_names.rows(list(ids))]


def may(user: User, level: Level, ticket: Ticket) -> bool:
    """Whether `user` may do what `level` allows to `ticket`."""
    return ticket.group_id in group_ids(user, level)


def visible_tickets(user: User, level: Level = Level.READ) -> QuerySet[Ticket]:
    """Return the tickets `user` may read (or, by `level`, list in overviews or change)."""
    return tickets_of_groups(group_ids(user, level))


def tickets_of_groups(ids: Iterable[int]) -> QuerySet[Ticket]:
    """Return the tickets of these groups, for who has asked what they may see."""
    return Ticket.objects.filter(group_id__in=sorted(ids))


def visible_articles(user: User) -> QuerySet[Article]:
    """Return the articles `user` may read."""
    return Article.objects.filter(ticket__group_id__in=group_ids(user, Level.READ))


def visible_attachments(user: User) -> QuerySet[Attachment]:
    """Return the attachments `user` may read."""
    return Attachment.objects.filter(article__ticket__group_id__in=group_ids(user, Level.READ))


def visible_people(user: User) -> QuerySet[User]:
    """Return the people `user` may look up: administrators everybody, agents the customers of tickets they may read."""
    if is_administrator(user):
        return User.objects.all()
    return User.objects.filter(Exists(visible_tickets(user).filter(customer=OuterRef("pk"))))


def visible_organisations(user: User) -> QuerySet[Organisation]:
    """Return the organisations `user` may look up: administrators all, agents those of tickets they may read."""
    if is_administrator(user):
        return Organisation.objects.all()
    return Organisation.objects.filter(Exists(visible_tickets(user).filter(organisation=OuterRef("pk"))))


def possible_owners(group: Group) -> QuerySet[User]:
    """Return the agents who may own a ticket of `group`, by name."""
    return owners_in([group.pk])


def owners_in(ids: Iterable[int]) -> QuerySet[User]:
    """Return the agents who may own tickets in some of these groups, by name."""
    return _with_access(list(ids), Level.CHANGE)


def readers_of(group: Group) -> QuerySet[User]:
    """Return who may read tickets of `group`, by name."""
    return _with_access([group.pk], Level.READ)


def _with_access(ids: Sequence[int] | Slots, level: Level) -> QuerySet[User]:
    """Return the active people with `level` in one of the groups.

    They are looked up from the few rights there are: joined to them, all customers of a desk would be read.
    """
    access = GroupAccess.objects.filter(group__in=ids, levels__overlap=[level.value, Level.FULL.value])
    own = access.filter(user__isnull=False).values("user")
    by_role = access.filter(role__active=True, role__users__isnull=False).values("role__users")
    return User.objects.filter(pk__in=own.union(by_role, all=True), active=True).order_by("name", "email")


def groups_read_by(ids: Iterable[int]) -> dict[int, set[int]]:
    """Return, by user, the groups whose tickets these users may read. Two statements."""
    wanted, levels = list(ids), [Level.READ.value, Level.FULL.value]
    access = GroupAccess.objects.filter(levels__overlap=levels)
    own = access.filter(user__in=wanted, user__active=True).values_list("user_id", "group_id")
    by_role = access.filter(role__active=True, role__users__in=wanted, role__users__active=True)
    found: dict[int, set[int]] = {}
    for user, group in (*own, *by_role.values_list("role__users__id", "group_id")):
        found.setdefault(user, set()).add(group)
    return found


def may_own(user: User, group: Group) -> bool:
    """Whether `user` may own tickets of `group`."""
    return user.active and group.pk in group_ids(user, Level.CHANGE)
