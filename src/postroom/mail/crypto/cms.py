"""Tell what a CMS message is without opening it."""

from __future__ import annotations

# 1.2.840.113549.1.7.2 (signed-data, RFC 5652 section 5), encoded.
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")


def is_signed_data(data: bytes) -> bool:
    """Whether DER or BER `data` is signed-data, told by the object identifier at its head."""
    return _SIGNED_DATA in data[:30]
