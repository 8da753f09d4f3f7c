import sys

import pytest


def test_a_folder_stands_for_the_specs_in_it_and_in_folders_below(wtspec, small, tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "second.yml").write_text(small.read_text("utf-8"), "utf-8")
    (tmp_path / "compose.yaml").write_text("services: []\n", "utf-8")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "third.yaml").write_text("wtspec: 9\n", "utf-8")
    assert wtspec("validate", ".").err == "2 files checked: no errors\n"


def test_the_copies_in_a_run_are_left_out_of_a_folder(wtspec, small, tmp_path):
    run = tmp_path / "runs" / "small" / "0001"
    run.mkdir(parents=True)
    for name in ("config.input.yaml", "config.resolved.yaml"):
        (run / name).write_text("wtspec: 1\nimports: [gone.yaml]\n", "utf-8")
    assert wtspec("validate", ".").err == "1 file checked: no errors\n"


def test_a_glob_is_expanded_where_the_shell_does_not(wtspec, small, broken):
    said = wtspec("validate", "*.yaml")
    assert said.status == 1
    assert said.err.endswith("2 files checked: 1 error in 1 file\n")


def test_what_is_hidden_is_checked_where_it_is_asked_for(wtspec, small, tmp_path):
    hidden = tmp_path / ".hidden" / "models"
    hidden.mkdir(parents=True)
    small.rename(hidden / "small.yaml")
    for path in (hidden, ".hidden", ".hidden/models/*.yaml", f"{tmp_path}/.hidden/**/*.yaml"):
        assert wtspec("validate", path).err == "1 file checked: no errors\n"
    assert "error[no-specs]" in wtspec("validate", "**/*.yaml").err


@pytest.mark.parametrize("path", ["*.yml", "."])
def test_nothing_to_check_is_a_fault(wtspec, path):
    said = wtspec("validate", path)
    assert said.status == 1
    assert "error[no-specs]" in said.err


def test_a_path_without_specs_leaves_the_others_to_be_checked(wtspec, broken):
    said = wtspec("validate", "gone/", "*.gone", broken)
    assert said.status == 1
    assert "error[no-specs]: no spec matches `*.gone`" in said.err
    assert "there is no file `gone`" in said.err
    assert "broken.yaml:12:15" in said.err


def test_a_file_that_is_named_twice_is_checked_once(wtspec, small, tmp_path):
    (tmp_path / "link.yaml").symlink_to(small)
    said = wtspec("validate", "small.yaml", "./small.yaml", small, "link.yaml", ".", "*.yaml")
    assert said.err == "1 file checked: no errors\n"


@pytest.mark.parametrize(
    "text", ["wtspec: 9\n", '{"wtspec": 9}', '"wtspec" : 9\n', "\ufeffwtspec: 9\n"]
)
def test_a_spec_is_known_however_its_version_is_written(wtspec, tmp_path, text):
    (tmp_path / "odd.yaml").write_text(text, "utf-8")
    assert "odd.yaml:1:" in wtspec("validate", ".").err


def test_only_specs_passes_over_other_files(wtspec, small, broken, tmp_path):
    (tmp_path / "compose.yaml").write_text("services: {wtspec: {}}\n", "utf-8")
    assert wtspec("validate", "compose.yaml").status == 1
    assert wtspec("validate", "--only-specs", "compose.yaml").err == "0 files checked: no errors\n"
    said = wtspec("validate", "--only-specs", "compose.yaml", small, broken)
    assert said.status == 1
    assert said.err.endswith("2 files checked: 1 error in 1 file\n")


def test_only_specs_still_misses_a_file_that_is_not_there(wtspec):
    said = wtspec("validate", "--only-specs", "gone.yaml")
    assert said.status == 1
    assert "error[file-not-found]" in said.err


def test_no_path_is_misuse(wtspec):
    assert wtspec("validate").status == 2


def test_the_faults_of_all_files_are_told(wtspec, broken):
    said = wtspec("validate", broken, "missing.yaml")
    assert said.status == 1
    assert "`kernel`" in said.err
    assert "there is no file `missing.yaml`" in said.err


def test_an_override_is_checked_like_the_file(wtspec, small):
    said = wtspec("validate", small, "--set", "train.epoch=3")
    assert said.status == 1
    assert "--set train.epoch=3:1:7" in said.err


def test_a_warning_alone_is_told_and_no_failure(wtspec, odd):
    said = wtspec("validate", odd)
    assert said.status == 0
    assert said.err.startswith("warning[unused-param]: ")
    assert said.err.endswith("\n\n1 file checked: 1 warning in 1 file\n")


def test_strict_makes_warnings_errors(wtspec, odd):
    said = wtspec("validate", "--strict", odd)
    assert said.status == 1
    assert said.err.startswith("error[unused-param]: ")
    assert said.err.endswith("\n\n1 file checked: 1 error in 1 file\n")


def test_strict_lets_a_comment_allow_a_warning(wtspec, odd):
    text = odd.read_text("utf-8").rstrip("\n")
    odd.write_text(f"{text}  # wtspec: allow unused-param\n", "utf-8")
    assert wtspec("validate", "--strict", odd).status == 0


def test_quiet_tells_errors_alone(wtspec, odd, broken):
    assert wtspec("validate", "--quiet", odd).err == ""
    said = wtspec("validate", "--quiet", odd, broken, "*.gone")
    assert (said.status, said.out) == (1, "")
    assert said.err.splitlines()[0] == "error[no-specs]: no spec matches `*.gone`"
    assert "warning" not in said.err
    assert "checked" not in said.err


def test_a_warning_of_a_library_is_told_once_for_all_that_import_it(wtspec, tmp_path):
    library = "wtspec: 1\nlayers:\n  Odd: {inputs: {x: [batch], y: [batch]}, call: x}\n"
    (tmp_path / "library.yaml").write_text(library, "utf-8")
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("wtspec: 1\nimports: [library.yaml]\n", "utf-8")
    said = wtspec("validate", "a.yaml", "b.yaml")
    assert said.err.count("warning[unused-input]") == 1


def test_a_fault_of_a_library_is_told_once_for_all_that_import_it(wtspec, tmp_path):
    library = "wtspec: 1\nlayers:\n  Bad:\n    inputs: {x: [batch]}\n    call: x + gone\n"
    (tmp_path / "library.yaml").write_text(library, "utf-8")
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("wtspec: 1\nimports: [library.yaml]\n", "utf-8")
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "c.yaml").write_text("wtspec: 1\nimports: [../library.yaml]\n", "utf-8")
    (tmp_path / "pyproject.toml").touch()
    said = wtspec("validate", "a.yaml", "b.yaml", inner / "c.yaml")
    assert said.err.count("`gone`") == 1


def test_a_code_is_explained_without_a_file(wtspec):
    said = wtspec("validate", "--explain", "unknown-key")
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("unknown-key\n\n")
    assert "error[unknown-key]" in said.out
    assert "\nRepair: " in said.out


def test_a_code_that_does_not_exist_is_misuse(wtspec):
    said = wtspec("validate", "--explain", "unknown-keys")
    assert (said.status, said.out) == (2, "")
    assert "there is no code `unknown-keys`; did you mean `unknown-key`?" in said.err


@pytest.mark.parametrize("is_terminal", [True, False])
def test_people_at_a_terminal_are_told_how_to_learn_more(wtspec, broken, monkeypatch, is_terminal):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)
    said = wtspec("validate", broken)
    told = said.err.endswith("\nto learn more: wtspec validate --explain undefined-name\n")
    assert told is is_terminal


def test_people_at_a_terminal_learn_nothing_more_of_no_fault(wtspec, small, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert wtspec("validate", small).err == "1 file checked: no errors\n"
