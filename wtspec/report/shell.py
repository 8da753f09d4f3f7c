"""A page that is one file, and that fetches, sends and runs nothing but its own script."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from html import escape

_IN_DATA = str.maketrans({letter: f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"})
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main id="root"><noscript>This page is drawn by its script, which is not allowed to run here.\
</noscript></main>
<script type="application/json" id="data">{data}</script>
<script>{script}</script>
</body>
</html>
"""


def shell(title: str, script: str, style: str, data_json: str) -> str:
    """The page's text.

    Args:
        title: What the window is called: any text.
        script: The only one that may run. It finds an empty `<main id="root">`.
        style: The only style sheet; no element has a style of its own.
        data_json: What the script reads from the element `data`: JSON that may hold any text.
    """
    return _PAGE.format(
        policy=_policy(script, style),
        title=escape(title.replace("\0", "\ufffd")),
        style=style,
        data=data_json.translate(_IN_DATA),
        script=script,
    )


def _policy(script: str, style: str) -> str:
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    """As browsers name an element's text."""
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
