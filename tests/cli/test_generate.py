import ast


def test_the_source_goes_to_stdout_and_nothing_to_stderr(wtspec, small):
    said = wtspec("generate", small)
    assert (said.status, said.err) == (0, "")
    classes = [node.name for node in ast.parse(said.out).body if isinstance(node, ast.ClassDef)]
    assert classes == ["Linear", "Small"]


def test_a_warning_is_told_and_the_source_printed(wtspec, odd):
    said = wtspec("generate", odd)
    assert said.status == 0
    assert said.err.startswith("warning[unused-param]: ")
    assert "class Small(keras.Model)" in said.out


def test_a_file_named_by_output_holds_what_would_be_printed(wtspec, small, tmp_path):
    printed = wtspec("generate", small).out
    assert wtspec("generate", small, "-o", "small.py").out == ""
    assert (tmp_path / "small.py").read_text("utf-8") == printed


def test_a_script_trains(wtspec, small):
    assert "model.fit(" in wtspec("generate", "--script", small).out


def test_what_can_not_be_run_makes_no_script(wtspec, small):
    said = wtspec("generate", "--script", small, "--set", "train=null")
    assert (said.status, said.out) == (1, "")
    assert "error[incomplete-spec]" in said.err


def test_an_output_in_no_folder_is_a_fault(wtspec, small):
    said = wtspec("generate", small, "-o", "gone/small.py")
    assert said.status == 1
    assert "error[unwritable]" in said.err
