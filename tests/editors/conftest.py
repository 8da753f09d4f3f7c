"""What editors and other tools make of the schema; Node runs them."""

import os
import shutil
from pathlib import Path

import pytest

from tests.editors.language_server import language_server
from wtspec.schema import json_schema

MODULES = Path(__file__).parent / "node_modules"


@pytest.fixture(scope="session")
def node():
    """Where Node is; without it there is nothing to run, but in CI there must be."""
    found = shutil.which("node")
    if found and MODULES.is_dir():
        return found
    reason = "`make setup` installs what runs here, if there is Node with npm"
    return pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


@pytest.fixture(scope="session")
def schemas(tmp_path_factory):
    """The schema as a file, by draft."""
    folder = tmp_path_factory.mktemp("schemas")
    paths = {"2020-12": folder / "wtspec-2020.json", "7": folder / "wtspec-7.json"}
    for draft, path in paths.items():
        path.write_text(json_schema(draft), "utf-8")
    return paths


@pytest.fixture(scope="session")
def server(node, schemas, tmp_path_factory):
    """One YAML language server for all tests."""
    with language_server(node, schemas["7"], tmp_path_factory.mktemp("project")) as running:
        yield running
