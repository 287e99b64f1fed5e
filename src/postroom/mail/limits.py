"""What reading one mail may cost. Beyond these bounds a mail is still taken in; what was cut is said in its defects."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from postroom.sentences import Sentence
from postroom.sentences import sentence as _

MAX_DEPTH = 24
"""Multiparts and attached mails inside each other."""
MAX_PARTS = 1_000
MAX_HEADERS = 2_000
MAX_SAME_HEADER = 100
"""Headers of one name in one block; a real mail has some thirty Received lines."""
MAX_HEADER_BYTES = 128 * 1024
"""One header value."""
MAX_HEADER_BLOCK = 1024 * 1024
MAX_ADDRESSES = 2_000
MAX_BODY_CHARS = 500_000
"""Text shown as body; where there is more, the whole of it is attached."""
MAX_TEXT_BYTES = 4 * MAX_BODY_CHARS
"""What is decoded to text of one part."""
MAX_DECODED_BYTES = 256 * 1024 * 1024
"""Everything that transfer encodings and containers unfold to, taken together."""
MAX_DEFECTS = 50
MAX_SECONDS = 1.5
"""Processor time for a mail of no size; every 10 MB get one second more."""
_BYTES_A_SECOND = 10_000_000


@dataclass(slots=True)
class Budget:
    """What is left to spend on one mail, and what had to be said about it."""

    parts: int = MAX_PARTS
    decoded: int = MAX_DECODED_BYTES
    deadline: float = field(default_factory=lambda: time.thread_time() + MAX_SECONDS)
    defects: list[Sentence] = field(default_factory=list)

    @classmethod
    def for_size(cls, size: int) -> Budget:
        """Return what may be spent on a mail of `size` bytes. Time is the processor's: a busy machine cuts nothing."""
        return cls(deadline=time.thread_time() + MAX_SECONDS + size / _BYTES_A_SECOND)

    def note(self, sentence: Sentence) -> None:
        """Remember what was odd, once."""
        if sentence not in self.defects and len(self.defects) < MAX_DEFECTS:
            self.defects.append(sentence)

    def take_part(self) -> bool:
        """Say whether one more part may be read."""
        self.parts -= 1
        if self.parts < 0:
            self.note(_("More than %(most)s parts: the rest was not read.", most=MAX_PARTS))
        return self.parts >= 0

    def take_bytes(self, amount: int) -> bool:
        """Say whether that many more decoded bytes may be kept."""
        if amount > self.decoded:
            most = MAX_DECODED_BYTES // 1024 // 1024
            self.note(_("The mail unfolds to more than %(most)s MB: the rest was not read.", most=most))
            return False
        self.decoded -= amount
        return True

    def late(self) -> bool:
        """Say whether the time is up."""
        if time.thread_time() < self.deadline:
            return False
        self.note(_("Reading took too long: the rest was not read."))
        return True
