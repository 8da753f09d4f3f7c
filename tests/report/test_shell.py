"""A page runs its own script, and what it is told stays data."""

import hashlib
import json
import re
from base64 import b64encode

from wtspec.report.shell import shell

HOSTILE = "</script><script>alert(1)</script><!-- ]]> ${x} {y} \u2028 \0 & \" ' é"


def test_any_text_stays_data():
    page = shell(HOSTILE, "run()", "p{}", json.dumps({HOSTILE: [HOSTILE]}))
    data = re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1]
    assert json.loads(data) == {HOSTILE: [HOSTILE]}
    assert page.count("<script") == 2
    assert "<!--" not in page


def test_the_policy_allows_this_script_and_this_style_alone():
    page = shell("t", "run()", "p{}", "null")
    policy = re.search(r'Security-Policy" content="([^"]*)"', page)[1]
    script, style = (
        f"'sha256-{b64encode(hashlib.sha256(text).digest()).decode()}'"
        for text in (b"run()", b"p{}")
    )
    assert policy == (
        f"default-src 'none'; script-src {script}; style-src {style}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
