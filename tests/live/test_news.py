"""What is announced fits, is understood, and is heard by whom it may."""

from __future__ import annotations

import pytest

from postroom.live.news import LONGEST, Listener, News, Touched


def test_news_are_understood_as_they_were_meant() -> None:
    news = News(
        tickets=frozenset({Touched(1, 2, 3)}),
        groups=frozenset({4}),
        present=frozenset({Touched(5, 6)}),
        users=frozenset({7}),
        rights=True,
    )
    assert News.decoded(news.encoded()) == news


def test_news_of_too_many_tickets_name_their_groups() -> None:
    news = News(tickets=frozenset(Touched(number, number % 3) for number in range(100_000, 102_000)))
    assert News.decoded(news.encoded()) == News(groups=frozenset({0, 1, 2}))


def test_news_of_too_many_people_say_everything() -> None:
    news = News(users=frozenset(range(100_000, 110_000)))
    assert len(news.encoded()) <= LONGEST
    assert News.decoded(news.encoded()) == News(everything=True)


@pytest.mark.parametrize("text", ["", "nonsense", "[1]", '{"tickets": [[1]]}', '{"tickets": 3}'])
def test_what_is_not_understood_counts_as_everything(text: str) -> None:
    assert News.decoded(text) == News(everything=True)


def test_listener_hears_ids_of_their_groups_only() -> None:
    news = News(
        tickets=frozenset({Touched(1, 10, 5), Touched(2, 20, 5), Touched(3, 10, 9)}),
        present=frozenset({Touched(4, 10, 5), Touched(5, 20, 5)}),
        users=frozenset({9}),
    )
    assert Listener(9, frozenset({10})).hears([news]) == {
        "tickets": [1],
        "own": [3],
        "lists": True,
        "presence": [4],
        "notifications": True,
    }
    assert Listener(8, frozenset({30})).hears([news]) == {}
    assert Listener(8, frozenset({30})).hears([News(groups=frozenset({30}))]) == {"lists": True}
