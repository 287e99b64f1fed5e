"""Every case beside the checkout, by every rule of its README."""

from __future__ import annotations

import time

import pytest

from postroom.mail.message import parse
from tests.cases.collection import FOLDER, Case, all_cases
from tests.cases.comparison import RULES
from tests.mail.mails import FAILED

pytestmark = pytest.mark.cases

CASES = all_cases()
# Readings where the case's own owner reads worse than we do, or reads otherwise on purpose, with the reason.
KNOWN = {
    ("zammad/mail021", "body"): "mixed charsets, which its owner reads as windows-1250 throughout",
    ("zammad/mail072", "body"): "windows-1258, which its owner reads as windows-1250",
    (
        "reply_talon_mail/outlook",
        "reply_shown",
    ): "its alternatives differ: the HTML one, which is shown, says otherwise",
    ("sisimai/rfc3464-01", "bounce_class"): "its delivery report names User unknown, and only the prose a full mailbox",
}


def test_cases_are_there() -> None:
    if not FOLDER.is_dir():
        pytest.skip(f"NO MAIL CASES: {FOLDER} is missing, nothing was compared")
    assert len(CASES) > 100


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_is_read_as_expected(case: Case) -> None:
    scores = {rule.__name__: rule(case) for rule in RULES}
    short = {name for name, score in scores.items() if score is not None and score < 1}
    assert short == {field for name, field in KNOWN if name == case.name}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_is_read_without_fault_and_in_time(case: Case) -> None:
    began = time.process_time()
    mail = parse(case.raw)
    assert time.process_time() - began < 1.0
    assert not any(defect.startswith(FAILED) for defect in mail.defects)
