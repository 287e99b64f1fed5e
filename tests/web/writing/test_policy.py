"""Nothing that somebody pastes, drops or does in the editor makes the browser complain of the page's policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.cast import Cast, desk

__all__ = ["desk"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STYLED = """<html><head><style>p { color: red }</style></head><body style="margin:0" bgcolor="#ffffff">
<p class="MsoNormal" style="margin:0cm;font-size:11.0pt"><span style='color:#1F497D;mso-fareast-language:EN-US'>Outlook
<b style="font-weight:normal;" id="docs-internal-guid-1">Google</b> <b>Bold</b><o:p></o:p></span></p>
<table style="border-collapse:collapse"width="50%"><tbody><tr style="height:15pt"><td style="width:48pt">Cell</td>
</tr></tbody></table>
<ul style="list-style:disc"><li style="margin-left:1em">Point</li></ul><font color="red">Font</font>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" style="width:5px" onerror="alert(1)"><script>alert(2)</script>
<svg style="fill:red"><style>a{}</style></svg></body></html>"""
GIVE = """([kind, html]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "Outlook");
  const editor = document.querySelector(".ProseMirror");
  const { left, top } = editor.getBoundingClientRect();
  const at = { bubbles: true, cancelable: true, clientX: left + 5, clientY: top + 5 };
  editor.dispatchEvent(kind === "paste"
    ? new ClipboardEvent("paste", { ...at, clipboardData: data })
    : new DragEvent(kind, { ...at, dataTransfer: data }));
}"""


def test_styled_text_is_pasted_dropped_copied_and_undone_without_a_complaint(desk: tuple[Page, Cast]) -> None:
    page, cast = desk
    cast.administrator.roles.add(*cast.world.agent.roles.all())
    page.goto("/tickets/new/")
    editor = page.locator(".ProseMirror")
    expect(editor).to_be_visible()
    editor.focus()
    page.evaluate(GIVE, ["paste", STYLED])
    expect(editor).to_contain_text("Point")
    page.evaluate(GIVE, ["dragover", STYLED])
    page.evaluate(GIVE, ["drop", STYLED])
    expect(editor.get_by_text("Font")).to_have_count(2)
    assert editor.locator("strong").all_inner_texts() == ["Bold", "Bold"]
    for keys in ("Control+a", "Control+c", "Control+x", "Control+v", "Control+z", "Control+b", "Control+Shift+z"):
        page.keyboard.press(keys)
    page.set_viewport_size({"width": 400, "height": 700})
    expect(editor).to_be_visible()
    assert page.evaluate("() => document.querySelectorAll('.ProseMirror [style], .ProseMirror style').length") == 0
