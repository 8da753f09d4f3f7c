"""What this version validates and can't run yet."""

import pytest

from wtspec.spec import find_not_yet

KEYS = [
    ("when: use_bias", "sharding: [null]", "sharding"),
    ("seed: 0", "mesh: {data: auto}", "mesh"),
    ("seed: 0", "processes: auto", "processes"),
]


@pytest.mark.parametrize(("old", "new", "key"), KEYS)
def test_a_key_that_cannot_run_yet_is_found_where_it_stands(spec, good, old, new, key):
    (fault,) = find_not_yet(spec(good.replace(old, new, 1)))
    assert fault.code == "not-yet"
    assert key in fault.message
    line = fault.span.source.lines[fault.span.line - 1]
    assert line[fault.span.column - 1 : fault.span.end_column - 1] == key


def test_a_key_at_its_default_asks_for_nothing(spec, good):
    text = good.replace("when: use_bias", "sharding: null")
    assert find_not_yet(spec(text)) == []


def test_libraries_are_searched_too(tmp_path, spec):
    weight = "{shape: [], initializer: ones, sharding: []}"
    layer = f"{{inputs: {{x: [b]}}, weights: {{a: {weight}}}, call: a * x}}"
    (tmp_path / "lib.yaml").write_text(f"wtspec: 1\nlayers: {{A: {layer}}}\n")
    (fault,) = find_not_yet(spec("wtspec: 1\nimports: [lib.yaml]\n"))
    assert fault.span.source.name.endswith("lib.yaml")
