"""The project's own configurations, as they are, reordered, and with one number changed."""

import pytest
from msgspec.structs import replace

from tests.rooms import ROOT
from tests.runs.resuming.conftest import backwards
from wtspec.document import Entry, Mapping, Scalar, Sequence
from wtspec.document.print_tree import print_tree
from wtspec.errors import SpecError
from wtspec.runs.resolved import resolved_tree
from wtspec.runs.resuming.spec_changes import SpecChanges, spec_changes
from wtspec.stages import check, load

CONFIGS = sorted((ROOT / "configs").glob("*.yaml"))
ONLY_CHECKED = {"min", "max", "doc"}


@pytest.fixture
def resolved(tmp_path):
    """Writes a tree as the record of a run, and reads it."""

    def write(tree):
        path = tmp_path / "config.resolved.yaml"
        path.write_text(print_tree(tree))
        return check(load(path, root=tmp_path))

    return write


def tree_of(config, folder):
    checked = check(load(config))
    return resolved_tree(checked.spec, folder.resolve(), checked.program.params)


@pytest.mark.parametrize("config", CONFIGS, ids=lambda path: path.stem)
def test_record_of_a_spec_means_what_the_spec_means(config, resolved, tmp_path):
    recorded = resolved(tree_of(config, tmp_path))
    assert spec_changes(recorded, check(load(config)), tmp_path) == SpecChanges((), ())


@pytest.mark.parametrize("config", CONFIGS, ids=lambda path: path.stem)
def test_reordered_spec_means_what_it_meant(config, resolved, tmp_path):
    tree = tree_of(config, tmp_path)
    recorded, reordered = resolved(tree), resolved(backwards(tree))
    assert spec_changes(recorded, reordered, tmp_path) == SpecChanges((), ())


@pytest.mark.parametrize("name", ["transformer", "gated_cell", "moving_statistics"])
def test_each_number_of_a_spec_counts(name, resolved, tmp_path):
    tree = tree_of(ROOT / "configs" / f"{name}.yaml", tmp_path)
    recorded, tried = resolved(tree), 0
    for steps, other in one_number_changed(tree):
        try:
            changed = resolved(other)
        except SpecError:
            continue
        found = spec_changes(recorded, changed, tmp_path)
        assert found.refused or found.allowed, steps
        assert steps in {change.steps for change in found.refused} or found.allowed
        tried += 1
    assert tried > 5


def one_number_changed(node, steps=()):
    """The tree with each of its numbers one more, and where that one stands."""
    match node:
        case Mapping():
            for key, entry in node.entries.items():
                if key not in ONLY_CHECKED and (*steps, key) != ("wtspec",):
                    for place, other in one_number_changed(entry.value, (*steps, key)):
                        entries = {**node.entries, key: Entry(entry.key, other)}
                        yield place, replace(node, entries=entries)
        case Sequence():
            for at, item in enumerate(node.items):
                for place, other in one_number_changed(item, (*steps, at)):
                    items = (*node.items[:at], other, *node.items[at + 1 :])
                    yield place, replace(node, items=items)
        case Scalar() if type(node.value) in (int, float):
            value = node.value + (1 if isinstance(node.value, int) else 0.125)
            yield steps, replace(node, value=value, text=str(value))


ELSEWHERE = {
    "runtime.mesh": "{data: auto, model: 1, expert: 1}",
    "runtime.processes": "{coordinator: 'node-0:1234', count: 2, index: 1}",
    "train.groups": "[]",
    "layers.Attention.weights.wq.sharding": "[null, null, model]",
    "layers.Attention.weights.wo.sharding": "null",
}


@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_run_may_go_on_with_its_values_laid_out_otherwise(path, tmp_path):
    before = check(load(ROOT / "configs" / "mesh.yaml"))
    after = check(load(ROOT / "configs" / "mesh.yaml", [(path, ELSEWHERE[path])]))
    assert spec_changes(before, after, tmp_path) == SpecChanges((), (path,))
