"""Lets pytest check specs: a test for each one in the folders that `wtspec_paths` names.

pytest imports this file at every start, wherever wtspec is installed: the rest of wtspec is
imported only where there is something to check.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Makes `wtspec_paths` and `wtspec_strict` settings of pytest's own configuration."""
    parser.addini("wtspec_paths", "Files, folders and globs of specs, a test each.", "args")
    parser.addini("wtspec_strict", "Whether warnings fail, as `validate --strict` has it.", "bool")


def pytest_configure(config: pytest.Config) -> None:
    """Finds the specs, if there are to be any."""
    paths = config.getini("wtspec_paths")
    if not paths:
        return
    files = _find(config.inipath.parent if config.inipath else config.rootpath, paths)
    config.pluginmanager.register(_Collector(files), "wtspec_specs")
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        tested = [config.rootpath / path for path in config.args]
        config.args += [str(file) for file in files if not any(map(file.is_relative_to, tested))]


def _find(base: Path, paths: Iterable[str]) -> dict[Path, None]:
    """The specs that the paths stand for, counted from the folder of the configuration."""
    from wtspec.cli.find_specs import find_specs
    from wtspec.errors import SpecError
    from wtspec.errors.render import render_text

    try:
        found = [file for path in paths for file in find_specs(str(base / path))]
    except SpecError as error:
        raise pytest.UsageError(f"wtspec_paths: {render_text(error.diagnostics)}") from None
    return dict.fromkeys(Path(os.path.normpath(file)) for file in found)


class _Collector:
    """Makes tests of the specs that pytest comes by."""

    def __init__(self, files: Container[Path]) -> None:
        self._files = files

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> SpecFile | None:
        """The test of a spec; nothing for another file."""
        return SpecFile.from_parent(parent, path=file_path) if file_path in self._files else None


class SpecFile(pytest.File):
    """A spec."""

    def collect(self) -> Iterator[SpecTest]:
        """Its one test."""
        yield SpecTest.from_parent(self, name="validate")


class SpecTest(pytest.Item):
    """Passes if `wtspec validate` finds no error in a spec."""

    def runtest(self) -> None:
        """Fails with all that is wrong, and without a traceback."""
        from wtspec.errors.render import render_text
        from wtspec.stages import find_faults

        found = find_faults(_as_seen(self.path))
        told = render_text(found)
        is_strict = self.config.getini("wtspec_strict")
        if any(is_strict or one.severity == "error" for one in found):
            pytest.fail(told, pytrace=False)
        if found:
            self.add_report_section("call", "warnings of wtspec", told)

    def reportinfo(self) -> tuple[Path, None, str]:
        """How the test is headed."""
        return self.path, None, str(_as_seen(self.path))


def _as_seen(path: Path) -> Path:
    """A path from the working directory, as faults are to tell it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
