"""The folder a connection has open, as its client knows it: sequence numbers only move when the client is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from postroom.practice.imap.grammar import number_set
from postroom.practice.mailstore.folders import Folder
from postroom.practice.mailstore.messages import Change, Message
from postroom.practice.mailstore.post import Post


class View:
    def __init__(self, post: Post, folder: Folder, loop: asyncio.AbstractEventLoop, *, read_only: bool) -> None:
        self.folder = folder
        self.read_only = read_only
        self.news = asyncio.Event()
        self._post = post
        self._loop = loop
        messages = post.messages.in_folder(folder)
        self.uids = [message.uid for message in messages]
        self._flags = {message.uid: message.flags for message in messages}
        post.messages.listen(self._heard)

    def close(self) -> None:
        self._post.messages.unlisten(self._heard)

    def _heard(self, change: Change) -> None:
        # Changes come from any thread: another protocol, the page, a test.
        if change.folder == self.folder.id and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.news.set)

    def messages(self, numbers: bytes, *, by_uid: bool) -> list[tuple[int, Message]]:
        """The messages of a set with their sequence numbers; what has vanished is left out."""
        largest = (self.uids[-1] if by_uid else len(self.uids)) if self.uids else 0
        ranges = number_set(numbers, largest)
        found = []
        for number, uid in enumerate(self.uids, 1):
            key = uid if by_uid else number
            if any(low <= key <= high for low, high in ranges):
                message = self._post.messages.by_uid(self.folder.id, uid)
                if message is not None:
                    found.append((number, message))
        return found

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
        current = self._post.messages.in_folder(self.folder)
        present = {message.uid for message in current}
        if expunges:
            self.news.clear()
            self._tell_gone(send, present)
        elif not set(self.uids) <= present:
            return
        self._tell_new(send, current)
        self._tell_flags(send, current)

    def _tell_gone(self, send: Callable[[bytes], None], present: set[int]) -> None:
        for index in range(len(self.uids) - 1, -1, -1):
            if self.uids[index] not in present:
                self._flags.pop(self.uids.pop(index), None)
                send(b"* %d EXPUNGE" % (index + 1))

    def _tell_new(self, send: Callable[[bytes], None], current: list[Message]) -> None:
        fresh = [message for message in current if message.uid not in self._flags]
        if fresh:
            self.uids += [message.uid for message in fresh]
            self._flags |= {message.uid: message.flags for message in fresh}
            send(b"* %d EXISTS" % len(self.uids))
            send(b"* 0 RECENT")

    def _tell_flags(self, send: Callable[[bytes], None], current: list[Message]) -> None:
        for message in current:
            if self._flags.get(message.uid) != message.flags:
                self._flags[message.uid] = message.flags
                number = self.uids.index(message.uid) + 1
                flags = " ".join(sorted(message.flags)).encode()
                send(b"* %d FETCH (FLAGS (%s) UID %d)" % (number, flags, message.uid))
