"""No key of the language is accepted and then ignored."""

import re
from pathlib import Path

import pytest

from wtspec.spec import CheckpointSpec, FileSpec, ImagesSpec, Section
from wtspec.spec.prose import prose_keys

ROOT = Path(__file__).parents[2] / "wtspec"
READ_BY_THE_READER = {(FileSpec, "extends"), (FileSpec, "imports")}
"""Keys that have done their work once the tree is merged."""

REACHED_BY_A_KEY_PUT_OFF = {CheckpointSpec, ImagesSpec}
NEVER_READ = {(FileSpec, "wtspec")}
"""The version: any other than this one's is refused."""


def readers() -> str:
    rooms = (room for room in ROOT.iterdir() if room.is_dir() and room.name != "spec")
    return "\n".join(path.read_text("utf-8") for room in rooms for path in room.rglob("*.py"))


CODE = readers()
KEYS = [
    pytest.param(section, key, id=f"{section.__name__}.{key}")
    for section in sorted(
        set(Section.__subclasses__()) - REACHED_BY_A_KEY_PUT_OFF, key=lambda one: one.__name__
    )
    for key in section.model_fields
    if key not in prose_keys(section) and (section, key) not in READ_BY_THE_READER | NEVER_READ
]


@pytest.mark.parametrize(("section", "key"), KEYS)
def test_a_key_that_is_accepted_is_read(section, key):
    as_attribute = rf"\.{key}\b"
    as_step = rf"[\"']{key}[\"']"
    assert re.search(f"{as_attribute}|{as_step}", CODE), f"nothing reads {section.__name__}.{key}"
