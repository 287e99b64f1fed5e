"""The link to the set-up page. Printed at every start until the set-up is done, and worth nothing after.

Its token follows from the secret key, so it needs no place to be stored and is the same on every machine.
"""

from django.utils.crypto import constant_time_compare, salted_hmac

from postroom.config import Config
from postroom.configuration import configuration

ROUTE = "set-up/<str:token>/"
"""The address of the set-up page, as Django's `path` takes it."""


def set_up_link(config: Config) -> str | None:
    """Where the first administrator goes; None when the set-up is done."""
    if configuration().set_up:
        return None
    return f"{config.public_url or config.address}/{ROUTE.replace('<str:token>', set_up_token())}"


def set_up_token() -> str:
    """What the link proves knowledge of: the terminal of whoever started Postroom."""
    return salted_hmac("postroom.ground.first_visit", "set-up", algorithm="sha256").hexdigest()[:40]


def may_set_up(token: str) -> bool:
    """Whether the set-up page may be shown: it is not done yet, and the token is right."""
    return not configuration().set_up and constant_time_compare(token, set_up_token())
