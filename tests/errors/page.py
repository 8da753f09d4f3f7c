"""What is written of all codes: `docs/errors.md`, and the entries that `--explain` prints."""

import json
import re
from textwrap import fill

from tests.errors.codes import LINTS, STAGES, stage_of
from wtspec.errors.visible import visible

WIDTH = 100
HEAD = """\
# Errors

Each error and each warning has a code, which names the fault and stays the same between versions;
messages may be worded anew. `wtspec validate --explain CODE` prints an entry of this page.

The page is made from the cases in `tests/errors/cases` by `make golden`: each example has been
run, and its output is what was printed.

Of a file's errors the first hundred are told, and as many of its warnings; `too-many-faults` then
says where the next one stands.
"""


def entry_of(case):
    """What is told of a case's code, as data."""
    return {
        "reason": case.reason,
        "fault": case.fault,
        "files": {name: _shown(text) for name, text in case.files.items()},
        "made": case.made,
        "given": [*case.given.values(), *_before(case.after)],
        "commands": case.commands,
        "output": case.golden.read_text("utf-8"),
        "repair": case.repair,
    }


def _before(count):
    return [f"It is told after {count} others."] if count else []


def as_json(entries):
    """The entries with a line for each code, so that git can merge what branches add."""
    lines = [f"{json.dumps(code)}: {json.dumps(entry)}" for code, entry in entries.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def as_page(entries):
    """The page: an index by stage, then an entry for each code."""
    parts = [HEAD, *_index(entries), *(_entry(code, entry) for code, entry in entries.items())]
    return "\n".join(parts)


def _index(entries):
    stages = {title: [] for title in (*STAGES.values(), LINTS)}
    for code, entry in entries.items():
        stages[stage_of(code, entry["output"])].append(f"[`{code}`](#{code})")
    return [f"**{title}**\n\n{_listed(links)}\n" for title, links in stages.items() if links]


def _listed(links):
    """A line for each, which reads as one paragraph and merges as several."""
    return " ·\n".join(links)


def _entry(code, entry):
    commands = "".join(f"$ {command}\n" for command in entry["commands"])
    parts = [
        f"## {code}\n",
        _filled(entry["reason"]),
        f"{entry['fault'].removesuffix('.')}:\n",
        *(_file(name, text, entry["files"]) for name, text in entry["files"].items()),
        *(f"`{name}` is {what}.\n" for name, what in entry["made"].items()),
        *(f"{sentence}\n" for sentence in entry["given"]),
        f"```console\n{commands}{entry['output']}```\n",
        _filled(f"**Repair:** {entry['repair']}"),
    ]
    return "\n".join(parts)


def _filled(text):
    return f"{fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)}\n"


def _file(name, text, files):
    title = f"`{name}`\n\n" if len(files) > 1 else ""
    language = "yaml" if re.search(r"\.ya?ml$", name) else "text"
    return f"{title}```{language}\n{text}```\n"


def _shown(text):
    return "".join(f"{visible(line)}\n" for line in text.removesuffix("\n").split("\n"))
