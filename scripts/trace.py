"""Counts the functions that run until a file is checked, room by room.

    python -m scripts.trace configs/quickstart.yaml --line 20

A function counts once, however often it is called; lambdas and comprehensions do not count. Calls
`again` are those with the very arguments of a call before. `--line` counts by themselves the
functions that are handed what stands on that line, or what became of it. Tables are read and
validators made by then, unless `--cold` asks for a process's first check.
"""

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType

import wtspec
from wtspec.errors import Span
from wtspec.stages import check_file

ROOT = Path(wtspec.__file__).parent
PLAIN = (bool, float, int, str, type(None))
MOST_ITEMS = 8
"""Of a list, that are looked at."""


@dataclass
class Trace:
    """What has run.

    Attributes:
        line: Of the file; what stands on it is looked for.
        calls: By function; `again` and `touching` are some of them.
    """

    line: int | None
    calls: Counter[CodeType] = field(default_factory=Counter)
    again: Counter[CodeType] = field(default_factory=Counter)
    touching: Counter[CodeType] = field(default_factory=Counter)
    _seen: dict[tuple, list] = field(default_factory=dict)

    def note(self, frame: FrameType, event: str, _: object) -> None:
        """What `sys.setprofile` calls."""
        code = frame.f_code
        if event != "call" or code.co_name.startswith("<") or not _is_ours(code):
            return
        self.calls[code] += 1
        given = [frame.f_locals[name] for name in _parameters(code) if name in frame.f_locals]
        key = (code, *(one if isinstance(one, PLAIN) else id(one) for one in given))
        self.again[code] += bool(given) and key in self._seen
        self._seen[key] = given  # kept, or another object might get the number of one that is gone
        self.touching[code] += any(_stands_on(one, self.line) for one in given)


def _is_ours(code: CodeType) -> bool:
    return code.co_filename.startswith(f"{ROOT}/")


def _parameters(code: CodeType) -> tuple[str, ...]:
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


def _stands_on(value: object, line: int | None, depth: int = 2) -> bool:
    """Whether a value, or one that it holds, is of one line of the file."""
    if isinstance(value, tuple | list):
        return depth > 0 and any(_stands_on(x, line, depth - 1) for x in value[:MOST_ITEMS])
    span = value if isinstance(value, Span) else getattr(value, "span", None)
    if isinstance(span, Span):
        return span.line == span.end_line == line
    node = getattr(value, "node", None)
    return depth > 0 and node is not None and _stands_on(node, line, depth - 1)


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(
        description="Counts the functions that run until a file is checked."
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--line", type=int, help="count what touches this line of the file too")
    parser.add_argument("--cold", action="store_true", help="trace the first check of the process")
    given = parser.parse_args()
    if not given.cold:
        check_file(given.file)
    trace = Trace(given.line)
    sys.setprofile(trace.note)
    try:
        check_file(given.file)
    finally:
        sys.setprofile(None)
    _tell("all", trace.calls, trace.again)
    for room, codes in _rooms(trace.calls):
        _tell(f"  {room}", _only(trace.calls, codes), _only(trace.again, codes))
    if given.line is not None:
        _tell(f"line {given.line}", trace.touching)


def _rooms(calls: Counter[CodeType]) -> list[tuple[str, list[CodeType]]]:
    """The rooms with their functions, the largest first."""
    rooms: dict[str, list[CodeType]] = {}
    for code in calls:
        rooms.setdefault(Path(code.co_filename).relative_to(ROOT).parts[0], []).append(code)
    return sorted(rooms.items(), key=lambda item: -len(item[1]))


def _only(calls: Counter[CodeType], codes: list[CodeType]) -> Counter[CodeType]:
    return Counter({code: calls[code] for code in codes})


def _tell(what: str, calls: Counter[CodeType], again: Counter[CodeType] | None = None) -> None:
    functions = sum(count > 0 for count in calls.values())
    repeated = f"{again.total():6} again" if again is not None else ""
    print(f"{what:14} {functions:5} functions {calls.total():6} calls {repeated}".rstrip())


if __name__ == "__main__":
    main()
