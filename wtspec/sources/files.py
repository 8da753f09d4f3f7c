"""Finds a source's files, all of them under the data root. Free of NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from wtspec.document.root import NamedFile, check_within, resolve
from wtspec.errors import Diagnostic, Span, SpecError, did_you_mean
from wtspec.sources.glob import MAGIC, divide, matching_files


def find_files(
    paths: Sequence[str], folder: Path, data_root: Path, span: Span | None = None
) -> tuple[Path, ...]:
    """The files that paths and globs name, each once, those of a glob in sorted order.

    Args:
        paths: As the spec writes them. In globs `*` stays within a name and `**` crosses folders;
            hidden files are left out, and links to folders are not followed.
        folder: What relative paths are relative to.
        data_root: No file may lie outside it, symlinks resolved.
        span: Where the spec names them.

    Raises:
        SpecError: `outside-root`, `file-not-found`, `unmatched-glob`, `not-a-file`,
            `empty-file`, `too-many-files`.
    """
    root = data_root.resolve()
    found: dict[Path, None] = {}
    for path in paths:
        try:
            for file in _match(path, folder, root, span):
                found.setdefault(_checked(file, path, root, span))
        except OSError as error:
            raise _fault("file-not-found", f"`{path}`: {error.strerror}", span) from error
    return tuple(found)


def _match(path: str, folder: Path, root: Path, span: Span | None) -> list[Path]:
    if "\0" in path:
        raise _fault("file-not-found", f"no file has the name {path!r}", span)
    whole = folder / path
    if not MAGIC & set(path) or whole.exists():
        return [whole]
    fixed, pattern = divide(whole)
    _check_inside(fixed, path, root, span)
    if ".." in pattern.parts:
        raise _fault("outside-root", f"glob `{path}` holds `..` after a wildcard", span)
    matches = matching_files(fixed, pattern, span)
    if not matches:
        raise _fault("unmatched-glob", f"no file matches `{path}`", span)
    return matches


def _checked(file: Path, path: str, root: Path, span: Span | None) -> Path:
    resolved = _check_inside(file, path, root, span)
    if not resolved.exists() and file.is_symlink():
        raise _fault("file-not-found", f"`{path}` is a link that leads nowhere", span)
    if not resolved.exists():
        raise _missing(file, path, span)
    if not resolved.is_file():
        kind = "a folder" if resolved.is_dir() else "not a regular file"
        help_text = f"write `{path.rstrip('/')}/*` for its files" if resolved.is_dir() else None
        raise _fault("not-a-file", f"`{path}` is {kind}", span, help_text)
    if resolved.stat().st_size == 0:
        raise _fault("empty-file", f"`{_shown(resolved, root)}` is empty", span)
    return resolved


def _check_inside(file: Path, path: str, root: Path, span: Span | None) -> Path:
    resolved = resolve(file)
    if isinstance(resolved, str):
        raise _fault("file-not-found", f"`{path}` can't be read: {resolved}", span)
    check_within(resolved, root, NamedFile(path, file, span), "--data-root")
    return resolved


def _missing(file: Path, path: str, span: Span | None) -> SpecError:
    try:
        beside = [other.name for other in file.parent.iterdir()]
    except OSError:
        beside = []
    return _fault(
        "file-not-found", f"there is no file `{path}`", span, did_you_mean(file.name, beside)
    )


def _shown(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix()


def _fault(code: str, message: str, span: Span | None, help_text: str | None = None) -> SpecError:
    return SpecError(Diagnostic(code, message, span, help=help_text))
