"""Two who look like one and are two."""

from __future__ import annotations

import pytest

from postroom.models import DifferentPeople, Likeness, User
from postroom.people.merging.differing import are_different, may_be_one
from postroom.people.merging.doubles import likely_doubles
from postroom.people.merging.merge import merge_people
from postroom.people.refusals import NotAlike
from tests.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def person(email: str, name: str = "Jo Doe") -> User:
    return User.objects.create_user(email, name=name)


def offered() -> list[tuple[User, User]]:
    return [(pair.first, pair.second) for pair in likely_doubles()]


def test_two_told_apart_are_not_offered_again_also_after_a_trivial_change(world: World) -> None:
    a, b = person("jo@x.example"), person("doe@x.example")
    assert offered() == [(a, b)]
    said = are_different(world.agent, b.pk, a.pk)
    assert (said.first, said.second, said.likenesses, said.by) == (a, b, [Likeness.NAME], world.agent)
    assert offered() == []
    User.objects.filter(pk=b.pk).update(name="Doe, Jo", email="joe@x.example", phone="1")
    assert offered() == []
    may_be_one(said.pk)
    assert offered() == [(a, b)]


def test_two_told_apart_who_become_alike_in_something_else_are_offered_again(world: World) -> None:
    a, b = person("jo@x.example"), person("doe@x.example")
    said = are_different(world.agent, a.pk, b.pk)
    User.objects.filter(pk=b.pk).update(email="jo+shop@x.example")
    assert offered() == [(a, b)]
    again = are_different(world.agent, a.pk, b.pk)
    assert (again.pk, again.likenesses, offered()) == (said.pk, [Likeness.ADDRESS, Likeness.NAME], [])


def test_who_is_told_apart_from_the_eldest_may_be_the_same_as_the_next(world: World) -> None:
    a, b, c = person("a@x.example"), person("b@x.example"), person("c@x.example")
    are_different(world.agent, a.pk, b.pk)
    assert offered() == [(a, c)]
    are_different(world.agent, a.pk, c.pk)
    assert offered() == [(b, c)]
    are_different(world.agent, b.pk, c.pk)
    assert offered() == []


def test_what_nobody_would_take_for_one_needs_no_word(world: World) -> None:
    with pytest.raises(NotAlike):
        are_different(world.agent, person("a@x.example").pk, person("a@y.example").pk)
    with pytest.raises(User.DoesNotExist):
        are_different(world.agent, world.agent.pk, 0)
    assert DifferentPeople.objects.count() == 0


def test_who_is_different_from_somebody_is_different_from_who_they_become(world: World) -> None:
    a, b, c = person("a@x.example"), person("b@x.example"), person("c@x.example")
    for one, another in ((a, b), (a, c), (b, c)):
        are_different(world.agent, one.pk, another.pk)
    merge_people(world.agent, a.pk, b.pk)
    assert [{said.first, said.second} for said in DifferentPeople.objects.all()] == [{a, c}]
