"""The frame of the practice pages: navigation, language, notices."""

from __future__ import annotations

from postroom.practice.asgi.messages import Request, Response, html_response, redirect
from postroom.practice.page import Words, escape, frame, words_for

_TABS = (
    ("/", "Mailboxes"),
    ("/practice/write", "Write as a customer"),
    ("/practice/customers", "Customers' inboxes"),
    ("/practice/break", "Break things"),
    ("/practice/tenant", "Tenant and app"),
    ("/practice/google", "Google"),
)


def practice_page(request: Request, title: str, body: str) -> Response:
    """A page with the navigation; `title` is an English sentence with a translation."""
    say = words_for(request)
    tabs = "".join(_tab(say, request, address, label) for address, label in _TABS)
    other = "de" if say.language == "en" else "en"
    label = "Deutsch" if other == "de" else "English"
    tabs += f'<a href="{escape(request.path)}?lang={other}" lang="{other}">{label}</a>'
    head = f'<nav>{tabs}</nav><p class="brand">{say("Practice tenant, not Microsoft")}</p>'
    response = html_response(frame(say, say(title), f"{head}<h1>{escape(say(title))}</h1>{_notice(request)}{body}"))
    if "lang" in request.query:
        response.headers["set-cookie"] = f"practice_language={say.language}; Path=/; SameSite=Lax"
    return response


def _tab(say: Words, request: Request, address: str, label: str) -> str:
    here = ' aria-current="page"' if request.path == address else ""
    return f'<a href="{address}"{here}>{escape(say(label))}</a>'


def _notice(request: Request) -> str:
    text = request.query.get("done", "")
    return f'<p role="status"><strong>{escape(text)}</strong></p>' if text else ""


def done(address: str, text: str) -> Response:
    """Back to a page with a notice of what was done."""
    return redirect(address, {"done": text})


def post_form(address: str, inside: str, *, files: bool = False) -> str:
    kind = ' enctype="multipart/form-data"' if files else ""
    return f'<form method="post" action="{escape(address)}"{kind}>{inside}</form>'


def text_field(
    name: str,
    label: str,
    value: str = "",
    kind: str = "text",
    *,
    required: bool = False,
    key: str = "",
    listed: str = "",
) -> str:
    """A labelled input; `key` is its id where the name stands on the page more than once, `listed` a datalist."""
    need = (" required" if required else "") + (f' list="{listed}"' if listed else "")
    return (
        f'<label for="{key or name}">{escape(label)}</label>'
        f'<input id="{key or name}" name="{name}" type="{kind}" value="{escape(value)}"{need}>'
    )


def choice(name: str, label: str, options: list[tuple[str, str]], chosen: str = "", key: str = "") -> str:
    items = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
        for value, text in options
    )
    key = key or name
    return f'<label for="{key}">{escape(label)}</label><select id="{key}" name="{name}">{items}</select>'
