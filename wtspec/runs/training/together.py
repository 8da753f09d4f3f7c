"""A training that several processes carry out together: the same in each, to its end."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from wtspec.document import Entry, Mapping
from wtspec.document.print_tree import print_tree
from wtspec.errors import Diagnostic, Span, SpecError
from wtspec.model.backend import be_quiet
from wtspec.model.processes.join import end_at_once, is_first, join, leave, team
from wtspec.runs.folder import claim_folder, make_folder
from wtspec.runs.lock import LockHolder, holder_of
from wtspec.runs.record import Record
from wtspec.runs.resolved import resolved_tree
from wtspec.runs.training.stop import Interrupted, Pruned
from wtspec.stages import Checked

_NEWS_SECONDS = 5.0
"""Until it is known that a sum failed because another process has died."""

_ECHO_SECONDS = 2.0
_SHARED_SECONDS = 60.0
"""Until what one host has written is seen by another: network file systems remember for a while."""


@contextmanager
def together(checked: Checked) -> Iterator[None]:
    """Within it this process is one of several, where the spec says so.

    Raises:
        SpecError: What `join` raises; `processes-differ`; `process-ended`.
    """
    asked = checked.program.settings.processes
    if asked is None or team() is not None:
        yield
        return
    be_quiet()
    join(asked, _span(checked))
    try:
        _check_specs(checked)
        yield
    except (Interrupted, Pruned):  # all of them are, with their state saved
        leave()
        raise
    except SpecError as error:
        reason = f"has failed: {error.diagnostics[0].message if error.diagnostics else ''}"
        echoed = _is_echo(reason)
        leave(reason)
        if echoed:
            raise SpecError(()) from error
        raise
    except KeyboardInterrupt:
        leave("was interrupted")
        raise
    except BaseException as error:
        leave(f"has failed: {type(error).__name__}: {str(error).partition(chr(10))[0]}")
        raise
    leave()


def _check_specs(checked: Checked) -> None:
    """Raises where processes have other specs, in each of them; each waits for all."""
    processes = team()
    if processes is None:
        return
    digests = processes.gather(hashlib.sha256(_spec_text(checked).encode()).hexdigest())
    for number, other in enumerate(digests):
        if other != digests[0]:
            members = processes.members
            message = f"{members[number]} has another spec than {members[0]}"
            help = "start all processes with one spec; of all keys only `index` is their own"
            raise SpecError(Diagnostic("processes-differ", message, _span(checked), help=help))


def claim_together(runs_dir: Path, checked: Checked, own: Path | None = None) -> Path:
    """The folder of a new run, which the first process makes.

    Args:
        runs_dir: Where folders of runs are numbered.
        checked: The spec.
        own: The folder, where it is known.

    Raises:
        SpecError: `unwritable`; `process-ended`.
    """
    processes, name = team(), checked.program.name
    if own is not None:
        return make_folder(own) if is_first() else own
    if processes is None:
        return claim_folder(runs_dir, name)
    claimed = claim_folder(runs_dir, name).name if is_first() else ""
    return runs_dir / name / processes.gather(claimed)[0]


def check_shared(folder: Path, checked: Checked) -> None:
    """Raises where a process does not see the folder whose lock the first one holds.

    Raises:
        SpecError: `runs-not-shared`; `process-ended`.
    """
    processes = team()
    if processes is None:
        return
    first = processes.members[0]
    processes.gather("")  # the lock is signed by now
    until = time.monotonic() + _SHARED_SECONDS
    while holder_of(folder) != LockHolder(first.pid, first.host):
        if time.monotonic() > until:
            message = f"`{folder}` is not seen by {processes.members[processes.index]}"
            help = "name a `--runs-dir` on a file system that all hosts share"
            raise SpecError(Diagnostic("runs-not-shared", message, _span(checked), help=help))
        processes.check(0.2)


@contextmanager
def telling_end(record: Record) -> Iterator[None]:
    """Within it the end of another process is told as such, and written down."""
    processes = team()
    if processes is None:
        yield
        return

    def give_up(error: SpecError) -> None:
        _take_over(record)
        record.give_up("failed", str(error))
        end_at_once(error)

    processes.at_end = give_up
    try:
        yield
    except SpecError:
        _take_over(record)
        raise
    except Exception:
        processes.check(_NEWS_SECONDS)
        raise
    finally:
        _take_over(record)


def _take_over(record: Record) -> None:
    """Where the process has died that kept the record, the next one writes down why it ended."""
    processes = team()
    lost = processes.lost if processes is not None else None
    if processes is not None and lost is not None and lost.index == 0 and processes.index == 1:
        record.is_kept = True


def _is_echo(reason: str) -> bool:
    """Whether the first process tells the same: then it need not be told once more."""
    processes = team()
    if processes is None or is_first():
        return False
    until = time.monotonic() + _ECHO_SECONDS
    while processes.lost is None and time.monotonic() < until:
        time.sleep(0.05)
    return processes.lost is not None and processes.lost.reason == reason


def _spec_text(checked: Checked) -> str:
    """The spec as it is resolved, without what each process is told by itself."""
    folder = checked.spec.document.path.parent
    tree = resolved_tree(checked.spec, folder, checked.program.params)
    runtime = tree.get("runtime")
    if isinstance(runtime, Mapping):
        kept = {key: one for key, one in runtime.entries.items() if key != "processes"}
        entry = Entry(tree.entries["runtime"].key, replace(runtime, entries=kept))
        tree = replace(tree, entries={**tree.entries, "runtime": entry})
    return print_tree(tree)


def _span(checked: Checked) -> Span | None:
    return checked.spec.document.span("runtime", "processes")
