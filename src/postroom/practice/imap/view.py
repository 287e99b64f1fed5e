"""The folder a connection has open, as its client knows it: sequence numbers only move when the client is told."""

from __future__ import annotations

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Callable

from postroom.practice.imap.grammar import number_set
from postroom.practice.mailstore.folders import Folder
from postroom.practice.mailstore.message import Change, Message
from postroom.practice.mailstore.post import Post


class View:
    def __init__(self, post: Post, folder: Folder, loop: asyncio.AbstractEventLoop, *, read_only: bool) -> None:
        self.folder = folder
        self.read_only = read_only
        self.news = asyncio.Event()
        self._post = post
        self._loop = loop
        self._flags = post.messages.flags_in_folder(folder)
        self.uids = list(self._flags)
        post.messages.listen(self._heard)

    def close(self) -> None:
        self._post.messages.unlisten(self._heard)

    def _heard(self, change: Change) -> None:
        # Changes come from any thread: another protocol, the page, a test.
        if change.folder == self.folder.id and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.news.set)

    def messages(self, numbers: bytes, *, by_uid: bool) -> list[tuple[int, Message]]:
        """The messages of a set with their sequence numbers; what has vanished is left out."""
        found = []
        for index in self._indexes(numbers, by_uid=by_uid):
            message = self._post.messages.by_uid(self.folder.id, self.uids[index])
            if message is not None:
                found.append((index + 1, message))
        return found

    def _indexes(self, numbers: bytes, *, by_uid: bool) -> list[int]:
        """Where in `uids` the messages of a set stand. Both UIDs and sequence numbers only ever rise."""
        largest = (self.uids[-1] if by_uid else len(self.uids)) if self.uids else 0
        chosen: set[int] = set()
        for low, high in number_set(numbers, largest):
            if by_uid:
                chosen.update(range(bisect_left(self.uids, low), bisect_right(self.uids, high)))
            else:
                chosen.update(range(low - 1, min(high, len(self.uids))))
        return sorted(chosen)

    def all(self) -> list[tuple[int, Message]]:
        numbers = {uid: number for number, uid in enumerate(self.uids, 1)}
        messages = self._post.messages.in_folder(self.folder)
        return [(numbers[message.uid], message) for message in messages if message.uid in numbers]

    def know_flags(self, message: Message) -> None:
        """The client was just told these flags."""
        self._flags[message.uid] = message.flags

    def catch_up(self, send: Callable[[bytes], None], *, expunges: bool = True) -> None:
        """Tell what changed since the client last heard: EXPUNGE, EXISTS, changed flags (RFC 3501 section 7.4.1)."""
        if not self.news.is_set():
            return
        current = self._post.messages.flags_in_folder(self.folder)
        if expunges:
            self.news.clear()
            self._tell_gone(send, current)
        elif not set(self.uids) <= current.keys():
            return
        self._tell_new(send, current)
        self._tell_flags(send, current)

    def _tell_gone(self, send: Callable[[bytes], None], current: dict[int, frozenset[str]]) -> None:
        for index in range(len(self.uids) - 1, -1, -1):
            if self.uids[index] not in current:
                self._flags.pop(self.uids.pop(index), None)
                send(b"* %d EXPUNGE" % (index + 1))

    def _tell_new(self, send: Callable[[bytes], None], current: dict[int, frozenset[str]]) -> None:
        fresh = {uid: flags for uid, flags in current.items() if uid not in self._flags}
        if fresh:
            self.uids += fresh
            self._flags |= fresh
            send(b"* %d EXISTS" % len(self.uids))
            send(b"* 0 RECENT")

    def _tell_flags(self, send: Callable[[bytes], None], current: dict[int, frozenset[str]]) -> None:
        changed = [uid for uid, flags in current.items() if self._flags.get(uid) != flags]
        for uid in changed:
            self._flags[uid] = current[uid]
            flags = " ".join(sorted(current[uid])).encode()
            send(b"* %d FETCH (FLAGS (%s) UID %d)" % (bisect_left(self.uids, uid) + 1, flags, uid))
