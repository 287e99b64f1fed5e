"""The style sheet."""

from __future__ import annotations

from postroom.practice.asgi.messages import Request, Response

_CSS = """
:root { color-scheme: light dark; --line: #8886; --strong: #0b5cad; --warn: #a12; }
@media (prefers-color-scheme: dark) { :root { --strong: #7ab8f5; --warn: #f88; } }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 70rem; margin: 0 auto; padding: 1rem; }
body.sign-in main { max-width: 28rem; margin-top: 3rem; border: 1px solid var(--line); padding: 2rem; }
nav { display: flex; flex-wrap: wrap; gap: 1rem; border-bottom: 1px solid var(--line); padding: .5rem 0 1rem; }
nav a[aria-current] { font-weight: bold; }
a { color: var(--strong); }
h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
label { display: block; margin-top: .75rem; font-weight: 600; }
label.check { font-weight: normal; }
input:not([type=checkbox]):not([type=radio]), textarea, select { width: 100%; padding: .5rem; font: inherit;
  border: 1px solid var(--line); border-radius: 4px; background: Canvas; color: CanvasText; }
button { font: inherit; padding: .5rem 1rem; margin: .75rem .5rem 0 0; border: 1px solid var(--line);
  border-radius: 4px; cursor: pointer; background: ButtonFace; color: ButtonText; }
button.main { background: #0b5cad; color: #fff; border-color: #0b5cad; }
button.account { display: block; width: 100%; text-align: left; margin: .5rem 0 0; }
.problem { color: var(--warn); font-weight: 600; }
.brand, .faint { opacity: .75; font-size: .9rem; }
.app { font-size: 1.2rem; font-weight: 600; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1rem; }
.card { border: 1px solid var(--line); border-radius: 6px; padding: 1rem; }
.card h2, .card h3 { margin: 0 0 .5rem; font-size: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; }
tr.unread td { font-weight: 600; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); padding: 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dd { margin: 0; overflow-wrap: anywhere; }
.on { border-color: var(--warn); border-width: 2px; }
"""


def style(_request: Request) -> Response:
    return Response(200, _CSS.encode(), {"content-type": "text/css; charset=utf-8", "cache-control": "max-age=60"})
