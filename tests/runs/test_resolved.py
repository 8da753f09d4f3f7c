from hypothesis import given
from hypothesis import strategies as st

from wtspec.document import Mapping, plain, read_text
from wtspec.document.from_python import to_yaml
from wtspec.document.print_tree import print_tree
from wtspec.runs.evaluate import evaluate
from wtspec.runs.resolved import resolved_text
from wtspec.runs.run import run
from wtspec.stages import check, load

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "1e-3",
        "010",
        "0o17",
        "on",
        "~",
        "",
        "null",
        "=clip(w, 0, 1)",
        "a: b",
        "x # y",
        "- a",
        "<<",
        "=",
        "...",
    ]
)
KEYS = TEXT.filter(lambda text: text and "\0" not in text)
SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | TEXT
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


def same(one, other):
    return repr(plain(one)) == repr(plain(other))


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_printed_tree_reads_as_the_same_tree(value):
    flow = read_text(to_yaml(value), "flow")
    assert isinstance(flow, Mapping)
    assert same(read_text(print_tree(flow), "again"), flow)


@given(st.lists(TEXT, max_size=4))
def test_printed_block_reads_as_the_same_text(lines):
    tree = read_text(to_yaml({"call": "\n".join(lines)}), "flow")
    assert same(read_text(print_tree(tree), "again"), tree)


def test_numbers_are_printed_as_they_were_written():
    text = "a: 1e-3\nb: 010\nc: .5\nd: '1e-3'\n"
    assert print_tree(read_text(text, "x")) == 'a: 1e-3\nb: 010\nc: .5\nd: "1e-3"\n'


LIBRARY = """
wtspec: 1
functions:
  double(x): x * 2
layers:
  Linear:
    params: {units: {type: int}}
    inputs: {x: [..., features]}
    weights:
      kernel: {shape: [features, units], initializer: ones}
    call: double(x @ kernel)
"""
BASE = """
wtspec: 1
imports: [layers/linear.yaml]
params: {width: 4}
model:
  inputs: {x: [batch, 1]}
  sequential: [{Linear: =width}, {Dense: 1}]
data:
  source: {csv: {path: ../tables/t.csv, types: {y: float}}}
  inputs: {x: "expand_dims(x, -1)"}
  targets: =y
train: {epochs: 9, optimizer: SGD, loss: mse}
"""
CHILD = """
wtspec: 1
extends: base.yaml
train: {steps: 2}
"""


def write_project(folder):
    (folder / "pyproject.toml").write_text("")
    (folder / "specs" / "layers").mkdir(parents=True)
    (folder / "tables").mkdir()
    (folder / "tables" / "t.csv").write_text("x,y\n1,2\n2,4\n3,6\n")
    (folder / "specs" / "layers" / "linear.yaml").write_text(LIBRARY)
    (folder / "specs" / "base.yaml").write_text(BASE)
    (folder / "specs" / "child.yaml").write_text(CHILD)
    return folder / "specs" / "child.yaml"


def test_resolved_text_stands_by_itself(tmp_path):
    spec = load(write_project(tmp_path), [("params.width", 3)])
    found = plain(read_text(resolved_text(spec, tmp_path / "runs" / "child" / "0001", {}), "x"))
    assert list(found)[:5] == ["wtspec", "name", "params", "functions", "layers"]
    assert not {"imports", "extends"} & set(found)
    assert found["name"] == "child"
    assert found["params"] == {"width": 3}
    assert found["train"] == {"optimizer": "SGD", "loss": "mse", "steps": 2}
    assert found["data"]["source"] == {
        "csv": {"path": "../../../tables/t.csv", "types": {"y": "float"}}
    }


def test_run_of_a_spec_of_many_files_is_taken_up_from_its_folder_alone(tmp_path):
    done = run(check(load(write_project(tmp_path))), runs_dir=tmp_path / "runs")
    for entry in (tmp_path / "specs").rglob("*.yaml"):
        entry.unlink()
    part = evaluate(done.folder, part="train", data_root=tmp_path)
    assert part.keys() == done.metrics["train"].keys()


def test_each_array_of_npy_is_found_from_the_runs_folder(tmp_path):
    (tmp_path / "a.yaml").write_text(
        "wtspec: 1\ndata:\n  source: {npy: {x: x.npy, y: deep/*.npy}}\n  inputs: {x: =x}\n"
    )
    spec = load(tmp_path / "a.yaml")
    found = plain(read_text(resolved_text(spec, tmp_path / "runs" / "a" / "0001", {}), "x"))
    assert found["data"]["source"]["npy"] == {
        "x": "../../../x.npy",
        "y": "../../../deep/*.npy",
    }


def test_absolute_path_stays_as_it_is(tmp_path):
    path = (tmp_path / "x.csv").as_posix()
    (tmp_path / "a.yaml").write_text(
        f"wtspec: 1\ndata:\n  source: {{csv: {path}}}\n  inputs: {{x: =x}}\n"
    )
    found = plain(read_text(resolved_text(load(tmp_path / "a.yaml"), tmp_path, {}), "x"))
    assert found["data"]["source"]["csv"] == path


def test_paths_that_are_formulas_are_found_from_the_runs_folder(tmp_path):
    (tmp_path / "a.yaml").write_text(
        "wtspec: 1\nparams: {table: t.csv, arrays: {type: str, default: deep/x.npy}}\ndata:\n"
        "  source: {csv: {path: =table}}\n  test: {npy: {x: =arrays}}\n  inputs: {x: =x}\n"
    )
    checked = check(load(tmp_path / "a.yaml"))
    params = checked.program.params
    assert checked.program.sources["source"].paths == ("t.csv",)
    found = plain(read_text(resolved_text(checked.spec, tmp_path / "runs", params), "x"))
    assert found["data"]["source"]["csv"]["path"] == "../t.csv"
    assert found["data"]["test"]["npy"]["x"] == "../deep/x.npy"
