import ast

from tests.runs.conftest import FLOWERS
from tests.runs.resuming.conftest import backwards
from wtspec.codegen import generate_all
from wtspec.document.print_tree import print_tree
from wtspec.runs.resolved import resolved_tree
from wtspec.runs.resuming.key_order import in_recorded_order
from wtspec.stages import check, load


def source_of(checked):
    """What is generated, without remarks, which name the lines of the file."""
    source = generate_all(checked.program, checked.spec.document.source, "0")
    body = ast.parse(source).body
    return ast.unparse(body[1:])  # the first names the file


def test_spec_in_order_stays_as_it_is(run_folder, edited):
    checked = edited()
    assert in_recorded_order(run_folder, checked) is checked


def test_reordered_spec_gives_the_source_of_the_run(run_folder, edited):
    checked = edited(("epochs: 2", "epochs: 3"))
    path = run_folder / "backwards.yaml"
    path.write_text(print_tree(backwards(resolved_tree(checked.spec, run_folder, {}))))
    reordered = check(load(path, root=run_folder))
    assert source_of(reordered) != source_of(checked)
    ordered = in_recorded_order(run_folder, reordered)
    assert source_of(ordered) == source_of(checked)
    assert ordered.program.training.epochs == 3


def test_reordered_library_gives_the_source_of_the_run(run_folder, edited):
    checked = edited()
    folder = run_folder.parents[2]
    layers = FLOWERS[FLOWERS.index("layers:") : FLOWERS.index("model:")]
    (folder / "main.yaml").write_text(FLOWERS.replace(layers, "imports: [linear.yaml]\n"))
    library = layers.replace("      bias: {shape: [units], initializer: zeros}\n", "").replace(
        "    weights:\n", "    weights:\n      bias: {shape: [units], initializer: zeros}\n"
    )
    (folder / "linear.yaml").write_text(f"wtspec: 1\n{library}")
    reordered = check(load(folder / "main.yaml"))
    assert source_of(reordered) != source_of(checked)
    assert source_of(in_recorded_order(run_folder, reordered)) == source_of(checked)
