"""A Gmail label as a Source: deleting there means moving to the bin.

Sources: "Delete or recover deleted Gmail messages" and "Add Gmail to another email client" (support.google.com/mail),
the `expungeBehavior` of "ImapSettings" (developers.google.com/workspace/gmail/api): a message that is expunged only
loses the label and stays in All Mail, unless the owner chose otherwise. In the bin it is gone after 30 days.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from postroom.channels.oauth.renewing import RenewingImapSource
from postroom.drivers.base import AfterImport, Settled

_ENDS_FOR_GOOD: Final = {"Trash", "Junk"}
"""Labels from which an expunged message really goes."""


class GmailSource(RenewingImapSource):
    """An IMAP folder of Gmail."""

    def settle(self, keys: Sequence[str], after: AfterImport, folder: str = "") -> Settled:
        """As every IMAP folder; what is deleted goes to the bin, where Gmail shows it to mail programs."""
        if after is AfterImport.DELETE and keys and (bin_path := self._bin()):
            return super().settle(keys, AfterImport.MOVE, bin_path)
        return super().settle(keys, after, folder)

    def _bin(self) -> str:
        """Return the path of the bin; empty where it is hidden from IMAP, or deleting here is for good."""
        folders = self.folders()
        here = next((one.special_use for one in folders if one.path == self._folder.path), "")
        if here in _ENDS_FOR_GOOD:
            return ""
        return next((one.path for one in folders if one.special_use == "Trash" and one.selectable), "")
