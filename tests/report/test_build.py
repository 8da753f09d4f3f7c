"""What is shipped for pages is what its sources make."""

import os
import re
import shutil
import subprocess

import pytest

from tests.rooms import ROOT

SOURCES = ROOT / "scripts/viewer"
ASSETS = ROOT / "wtspec/report/assets"


@pytest.fixture
def npm():
    """Where npm is; without it there is nothing to build with, but in CI there must be."""
    found = shutil.which("npm")
    if found and (SOURCES / "node_modules").is_dir():
        return found
    reason = "`make setup` installs what builds here, if there is Node with npm"
    return pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


def test_a_fresh_build_makes_the_same_bytes(npm, tmp_path):
    command = [npm, "run", "--silent", "build", "--", str(tmp_path)]
    subprocess.run(command, cwd=SOURCES, check=True)
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    shipped = {path.name: path.read_bytes() for path in ASSETS.iterdir() if path.is_file()}
    assert built.keys() == shipped.keys(), "`make viewer` builds them"
    for name, content in built.items():
        assert content == shipped[name], f"{name}: `make viewer` builds it anew"


def test_scripts_and_styles_can_stand_in_a_page():
    for path in ASSETS.glob("*.[jc]s*"):
        text = path.read_text("utf-8")
        element = "script" if path.suffix == ".js" else "style"
        assert not re.search(rf"</{element}|<!--|<script", text, re.IGNORECASE), path.name
        assert "\r" not in text, path.name


def test_notices_have_the_licence_of_each_library():
    notices = (ASSETS / "NOTICES.txt").read_text("utf-8")
    assert re.search(r"@dagrejs/dagre [\d.]+ \(MIT\)\n\nCopyright \(c\) .* Chris Pettitt", notices)
