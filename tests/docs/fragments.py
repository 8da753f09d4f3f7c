"""Fragments of specs, each set into a frame that makes it a whole one.

A fragment whose keys are top-level keys is merged over the frame; one marked `in: PATH` is merged
at that path, such as `layers.Example`. The frame is `frames/plain.yaml`, or the one that the mark
`frame` names.
"""

import pathlib
import shutil
import textwrap

FRAMES = pathlib.Path(__file__).parent / "frames"
CONFIGS = pathlib.Path(__file__).parents[2] / "configs"


def copy_configs(folder):
    """Puts the repository's configs and their data where examples look for them."""
    shutil.copytree(CONFIGS, folder / "configs", dirs_exist_ok=True)


def write_spec(block, folder):
    """Writes a block as a whole spec into a folder; its path."""
    if block.is_spec:
        path = folder / block.marks.get("file", "spec.yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, "utf-8")
        return path
    frame = f"{block.marks.get('frame', 'plain')}.yaml"
    shutil.copy(FRAMES / frame, folder / frame)
    text = block.text
    for key in reversed(block.marks.get("in", "").split(".")):
        text = f"{key}:\n{textwrap.indent(text, '  ')}" if key else text
    path = folder / "fragment.yaml"
    path.write_text(f"wtspec: 1\nextends: {frame}\n{text}", "utf-8")
    return path
