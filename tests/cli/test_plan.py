import json


def test_the_table_tells_each_weight_and_the_totals(wtspec, small):
    said = wtspec("plan", small)
    assert (said.status, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0].split() == ["path", "shape", "dtype", "initializer", "parameters", "bytes"]
    assert lines[1].split() == ["linear/w", "(4,", "3)", "float32", "glorot_uniform", "12", "48"]
    assert lines[2].split() == ["linear/b", "(3,)", "float32", "zeros", "(frozen)", "3", "12"]
    assert "15 parameters, 12 of them trainable; 60 B" in lines
    assert any(line.startswith("  linear") and "Linear" in line for line in lines)


def test_json_tells_the_same_to_machines(wtspec, small):
    found = json.loads(wtspec("plan", small, "--json").out)
    assert (found["parameters"], found["trainable"], found["bytes"]) == (15, 12, 60)
    assert [row["path"] for row in found["weights"]] == ["linear/w", "linear/b"]
    assert [inner["name"] for inner in found["model"]["inner"]] == ["linear"]


def test_a_model_sized_by_its_data_is_planned_from_them(wtspec, small, tmp_path):
    (tmp_path / "sizes.csv").write_text("kind,y\na,1\nb,2\nc,3\n", "utf-8")
    (tmp_path / "sizes.yaml").write_text(
        "wtspec: 1\n"
        "model:\n"
        "  inputs: {kind: {shape: [batch], dtype: int32}}\n"
        "  weights: {table: {shape: [classes(kind), 2], initializer: zeros}}\n"
        "  call: take(table, kind, axis=0)\n"
        "data:\n"
        "  source: {csv: sizes.csv}\n"
        "  inputs: {kind: =lookup(kind)}\n",
        "utf-8",
    )
    said = wtspec("plan", "sizes.yaml", "--json")
    assert said.status == 0, said.err
    assert json.loads(said.out)["weights"][0]["shape"] == [4, 2]


def test_a_library_has_no_plan(wtspec, tmp_path):
    (tmp_path / "library.yaml").write_text("wtspec: 1\n", "utf-8")
    said = wtspec("plan", "library.yaml")
    assert said.status == 1
    assert "declares no model" in said.err


def test_the_header_of_pretrained_weights_is_compared_with_the_model(wtspec, small, tmp_path):
    import numpy as np
    from safetensors.numpy import save_file

    text = small.read_text("utf-8")
    pretrained = "  pretrained: {file: w.safetensors, map: {linear/w: w}, partial: [linear/b]}\n"
    small.write_text(text.replace("data:\n", f"{pretrained}data:\n", 1), "utf-8")
    said = wtspec("plan", small)
    assert (said.status, "error[file-not-found]" in said.err) == (1, True)
    save_file({"w": np.zeros((3, 4), "float32")}, tmp_path / "w.safetensors")
    said = wtspec("plan", small)
    assert said.status == 1
    assert '= help: `=transpose(tensor("w"))` has that shape' in said.err
    save_file({"w": np.zeros((4, 3), "float32")}, tmp_path / "w.safetensors")
    assert wtspec("plan", small).status == 0


CUT = "w: {shape: [features, units], initializer: glorot_uniform, sharding: [model, null]}"


def test_a_mesh_shows_how_weights_are_cut_and_what_each_device_holds(wtspec, small):
    text = small.read_text("utf-8").replace(
        "w: {shape: [features, units], initializer: glorot_uniform}", CUT
    )
    small.write_text(f"{text}runtime: {{mesh: {{data: 8, model: 4}}}}\n", "utf-8")
    said = wtspec("plan", small)
    assert (said.status, said.err) == (0, "")
    head, w, b = said.out.splitlines()[:3]
    assert head.split()[:4] == ["path", "shape", "sharding", "dtype"]
    assert w.split()[3:] == ["[model,", "null]", "float32", "glorot_uniform", "48", "12"]
    assert b.split()[-2:] == ["12", "12"]
    assert "on each of 32 devices (data 8, model 4)  bytes" in said.out
    assert "inputs of 4 rows                            64   64 B" in said.out
    found = json.loads(wtspec("plan", small, "--json").out)
    assert found["mesh"] == {"data": 8, "model": 4}
    assert found["weights"][0]["sharding"] == ["model", None]
    held = found["device_bytes"]
    assert (held["weights"], held["gradients"], held["optimizer"]) == (24, 12, 32)
    assert held["sum"] == 24 + 12 + 32 + 64


def test_a_mesh_that_these_devices_can_not_be_is_told_where_it_stands(wtspec, small):
    small.write_text(f"{small.read_text('utf-8')}runtime: {{mesh: {{data: auto, model: 2}}}}\n")
    said = wtspec("plan", small, "--devices", "7")
    assert said.status == 1
    assert "error[mesh-misfit]" in said.err
    assert "| runtime: {mesh: {data: auto, model: 2}}" in said.err
