"""SEARCH and UID SEARCH (RFC 3501 section 6.4.4). Exchange has no SORT and no THREAD."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime

from postroom.practice.clock import utc
from postroom.practice.imap.grammar import Argument, SyntaxProblem, number_set, word
from postroom.practice.imap.mime_tree import cut
from postroom.practice.imap.session import No, Session
from postroom.practice.mailstore.message import Message

Test = Callable[[int, Message], bool]

_FLAG_KEYS = {
    b"SEEN": r"\Seen",
    b"ANSWERED": r"\Answered",
    b"FLAGGED": r"\Flagged",
    b"DELETED": r"\Deleted",
    b"DRAFT": r"\Draft",
}


async def search(session: Session, arguments: list[Argument]) -> None:
    _search(session, arguments, by_uid=False)


async def uid_search(session: Session, arguments: list[Argument]) -> None:
    _search(session, arguments, by_uid=True)


def _search(session: Session, arguments: list[Argument], *, by_uid: bool) -> None:
    view = session.open_view()
    if arguments and arguments[0] == b"CHARSET":
        if word(arguments[1]).upper() not in (b"UTF-8", b"US-ASCII"):
            raise No("[BADCHARSET (US-ASCII UTF-8)] The specified charset is not supported.")
        arguments = arguments[2:]
    test = Keys(session, arguments).all()
    hits = [message.uid if by_uid else number for number, message in view.all() if test(number, message)]
    session.send(b" ".join([b"* SEARCH", *(b"%d" % hit for hit in hits)]))


class Keys:
    """Turns search keys into a test, one key after another."""

    def __init__(self, session: Session, arguments: list[Argument]) -> None:
        self._session = session
        self._arguments = iter(arguments)

    def all(self) -> Test:
        tests = list(self._tests())
        return lambda number, message: all(test(number, message) for test in tests)

    def _tests(self) -> Iterator[Test]:
        for argument in self._arguments:
            yield self._test(argument)

    def _next(self) -> bytes:
        try:
            return word(next(self._arguments))
        except StopIteration as error:
            raise SyntaxProblem from error

    def _one(self) -> Test:
        try:
            return self._test(next(self._arguments))
        except StopIteration as error:
            raise SyntaxProblem from error

    def _test(self, argument: Argument) -> Test:
        if isinstance(argument, list):
            return Keys(self._session, argument).all()
        key = argument.upper()
        if key[:1].isdigit() or key[:1] == b"*":
            return self._in_set(argument, by_uid=False)
        return self._flag_test(key) or self._date_test(key) or self._text_test(key) or self._other_test(key)

    def _flag_test(self, key: bytes) -> Test | None:
        if key in _FLAG_KEYS:
            return lambda _, message: _FLAG_KEYS[key] in message.flags
        if key.startswith(b"UN") and key[2:] in _FLAG_KEYS:
            return lambda _, message: _FLAG_KEYS[key[2:]] not in message.flags
        # Exchange keeps no \Recent: nothing is recent, nothing new, everything old.
        return {b"ALL": _always, b"OLD": _always, b"RECENT": _never, b"NEW": _never}.get(key)

    def _date_test(self, key: bytes) -> Test | None:
        if key in (b"SINCE", b"BEFORE", b"ON"):
            day = _day(self._next())
            return lambda _, message: _compare(key, utc(message.received).date(), day)
        if key in (b"SENTSINCE", b"SENTBEFORE", b"SENTON"):
            day = _day(self._next())
            return lambda _, message: _compare(key[4:], self._sent(message), day)
        return None

    def _sent(self, message: Message) -> datetime.date:
        try:
            return parsedate_to_datetime(self._header(message, "Date")).date()
        except ValueError:
            return utc(message.received).date()

    def _text_test(self, key: bytes) -> Test | None:
        if key in (b"SUBJECT", b"FROM", b"TO", b"CC", b"BCC"):
            return self._header_test(key.decode(), self._next())
        if key == b"HEADER":
            return self._header_test(self._next().decode("ascii", "replace"), self._next())
        if key in (b"BODY", b"TEXT"):
            wanted = self._next().lower()
            content = self._session.world.post.messages.content
            return lambda _, message: (
                wanted in (cut(content(message)).body if key == b"BODY" else content(message)).lower()
            )
        return None

    def _header_test(self, name: str, wanted: bytes) -> Test:
        text = wanted.decode("utf-8", "replace").lower()
        return lambda _, message: text in (self._header(message, name) or "\0").lower()

    def _header(self, message: Message, name: str) -> str:
        values = cut(self._session.world.post.messages.content(message)).headers.get_all(name, [])
        return "\n".join(str(make_header(decode_header(str(value)))) for value in values)

    def _other_test(self, key: bytes) -> Test:
        if key == b"NOT":
            test = self._one()
            return lambda number, message: not test(number, message)
        if key == b"OR":
            first, second = self._one(), self._one()
            return lambda number, message: first(number, message) or second(number, message)
        if key == b"UID":
            return self._in_set(self._next(), by_uid=True)
        if key in (b"LARGER", b"SMALLER"):
            size = int(self._next())
            return lambda _, message: message.size > size if key == b"LARGER" else message.size < size
        if key in (b"KEYWORD", b"UNKEYWORD"):
            flag = self._next().decode("ascii", "replace")
            return lambda _, message: (flag in message.flags) == (key == b"KEYWORD")
        raise SyntaxProblem

    def _in_set(self, text: bytes, *, by_uid: bool) -> Test:
        uids = self._session.open_view().uids
        ranges = number_set(text, (uids[-1] if by_uid else len(uids)) if uids else 0)
        return lambda number, message: any(low <= (message.uid if by_uid else number) <= high for low, high in ranges)


def _always(_number: int, _message: Message) -> bool:
    return True


def _never(_number: int, _message: Message) -> bool:
    return False


def _day(text: bytes) -> datetime.date:
    try:
        return datetime.datetime.strptime(text.decode("ascii"), "%d-%b-%Y").replace(tzinfo=datetime.UTC).date()
    except ValueError as error:
        raise SyntaxProblem from error


def _compare(key: bytes, date: datetime.date, day: datetime.date) -> bool:
    return {b"SINCE": date >= day, b"BEFORE": date < day, b"ON": date == day}[key]
