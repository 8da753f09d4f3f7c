"""Every YAML block of the README and of docs is a spec, or a part of one, that means something."""

import textwrap

import pytest

from tests.docs.blocks import ROOT, every_block, read_blocks
from tests.docs.fragments import copy_configs, write_spec
from wtspec.codegen import generate_all
from wtspec.errors import SpecError
from wtspec.stages import check, load

YAML = [block for block in every_block() if block.language == "yaml"]
GOOD = [block for block in YAML if "refused" not in block.marks]
REFUSED = [block for block in YAML if "refused" in block.marks]


def written(block, folder):
    """The block as a spec, beside the page's other files."""
    copy_configs(folder)
    for other in read_blocks(block.page):
        if "file" in other.marks:
            write_spec(other, folder)
    return write_spec(block, folder)


@pytest.mark.parametrize("block", GOOD, ids=str)
def test_an_example_is_accepted_and_becomes_source(block, tmp_path):
    checked = check(load(written(block, tmp_path)))
    source = generate_all(checked.program, checked.spec.document.source, "0.0")
    compile(source, str(block), "exec")


@pytest.mark.parametrize("block", GOOD, ids=str)
def test_an_example_is_without_warnings(block, tmp_path):
    path = written(block, tmp_path)
    assert [one for one in check(load(path)).warnings if one.span.source.name == str(path)] == []


@pytest.mark.parametrize("block", REFUSED, ids=str)
def test_a_refused_example_has_the_error_that_its_page_names(block, tmp_path):
    path = written(block, tmp_path)
    with pytest.raises(SpecError) as caught:
        check(load(path))
    assert [fault.code for fault in caught.value.diagnostics] == [block.marks["refused"]]


@pytest.mark.parametrize("block", [b for b in YAML if "excerpt" in b.marks], ids=str)
def test_an_excerpt_is_what_its_file_says(block):
    text = (ROOT / block.marks["excerpt"]).read_text("utf-8")
    assert any(textwrap.indent(block.text, " " * indent) in text for indent in range(0, 9, 2))


def test_every_yaml_block_was_found():
    assert {block.page.name for block in YAML} >= {"README.md", "tutorial.md", "language.md"}
