"""What the operating system and TLS raise, in the words of `errors.py`: most specific first."""

from __future__ import annotations

import errno
import socket
import ssl

from postroom.drivers import codes
from postroom.drivers.errors import DriverError, Insecure, Unreachable

# X509_V_ERR_* of OpenSSL, <openssl/x509_vfy.h>.
_EXPIRED = {9, 10}
_UNTRUSTED = {18, 19, 20, 21}
_WRONG_NAME = {62, 64}

_NOT_TLS_REASONS = {"WRONG_VERSION_NUMBER", "UNKNOWN_PROTOCOL", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG"}


def translate_wire_error(error: Exception, step: str) -> DriverError | None:
    """Return the DriverError for an OSError raised in `step`; None where it is no trouble of the wire."""
    match error:
        case ssl.SSLCertVerificationError():
            return Insecure(error.verify_message, code=_certificate_code(error.verify_code), step=step)
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError():
            return Unreachable(str(error), code=codes.CONNECTION_LOST, step=step)
        case ssl.SSLError() if step == "tls":
            return Insecure(error.reason or str(error), code=_handshake_code(error), step=step)
        case ssl.SSLError() | ConnectionResetError() | BrokenPipeError() | ConnectionAbortedError() | EOFError():
            return Unreachable(str(error), code=codes.CONNECTION_LOST, step=step)
        case socket.gaierror():
            return Unreachable(str(error.strerror or error), code=codes.NAME_UNKNOWN, step=step)
        case ConnectionRefusedError():
            return Unreachable(str(error.strerror or error), code=codes.CONNECTION_REFUSED, step=step)
        case TimeoutError():
            return Unreachable(str(error), code=_timeout_code(step), step=step)
        case OSError():
            return Unreachable(str(error.strerror or error), code=_network_code(error), step=step)
    return None


def _certificate_code(verify_code: int) -> str:
    if verify_code in _EXPIRED:
        return codes.TLS_CERTIFICATE_EXPIRED
    if verify_code in _WRONG_NAME:
        return codes.TLS_CERTIFICATE_NAME
    if verify_code in _UNTRUSTED:
        return codes.TLS_CERTIFICATE_UNTRUSTED
    return codes.TLS_CERTIFICATE


def _handshake_code(error: ssl.SSLError) -> str:
    return codes.TLS_NOT_SPOKEN if error.reason in _NOT_TLS_REASONS else codes.TLS_HANDSHAKE


def _timeout_code(step: str) -> str:
    return {"resolve": codes.NAME_TIMEOUT, "connect": codes.CONNECTION_TIMEOUT}.get(step, codes.ANSWER_TIMEOUT)


def _network_code(error: OSError) -> str:
    return codes.NO_ROUTE if error.errno in {errno.EHOSTUNREACH, errno.ENETUNREACH} else codes.UNREACHABLE
