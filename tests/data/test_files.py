import os

import pytest

from wtspec.sources.files import find_files


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "root"
    (root / "more" / "deep").mkdir(parents=True)
    for name in ("b.csv", "a.csv", "more/c.csv", "more/deep/d.csv", ".hidden.csv"):
        (root / name).write_text("x\n1\n")
    return root


def names(files, root):
    return [file.relative_to(root.resolve()).as_posix() for file in files]


def test_glob_gives_its_files_sorted_and_leaves_hidden_ones_out(root):
    assert names(find_files(["*.csv"], root, root), root) == ["a.csv", "b.csv"]


def test_double_star_crosses_folders(root):
    found = names(find_files(["**/*.csv"], root, root), root)
    assert found == ["a.csv", "b.csv", "more/c.csv", "more/deep/d.csv"]


def test_file_named_twice_is_read_once(root):
    assert names(find_files(["b.csv", "*.csv"], root, root), root) == ["b.csv", "a.csv"]


def test_file_whose_name_looks_like_a_glob_is_that_file(root):
    (root / "a[1].csv").write_text("x\n1\n")
    assert names(find_files(["a[1].csv"], root, root), root) == ["a[1].csv"]


def test_relative_path_may_climb_within_the_root(root):
    assert names(find_files(["../a.csv"], root / "more", root), root) == ["a.csv"]


def test_missing_file_offers_the_nearest_name(root, fault):
    found = fault(find_files, ["aa.csv"], root, root)
    assert (found.code, found.help) == ("file-not-found", "did you mean `a.csv`?")


def test_missing_folder_is_a_missing_file(root, fault):
    assert fault(find_files, ["nowhere/a.csv"], root, root).code == "file-not-found"


def test_glob_that_matches_nothing_is_named(root, fault):
    found = fault(find_files, ["*.parquet"], root, root)
    assert (found.code, found.message) == ("unmatched-glob", "no file matches `*.parquet`")


def test_folder_is_no_file(root, fault):
    found = fault(find_files, ["more"], root, root)
    assert (found.code, found.help) == ("not-a-file", "write `more/*` for its files")


def test_pipe_is_no_file(root, fault):
    os.mkfifo(root / "pipe")
    assert fault(find_files, ["pipe"], root, root).code == "not-a-file"


def test_empty_file_is_named(root, fault):
    (root / "empty.csv").touch()
    assert fault(find_files, ["empty.csv"], root, root).code == "empty-file"


@pytest.mark.parametrize("path", ["../outside.csv", "link.csv", "folder/outside.csv", "../*.csv"])
def test_nothing_outside_the_root_is_reached(root, fault, path):
    (root.parent / "outside.csv").write_text("x\n1\n")
    (root / "link.csv").symlink_to(root.parent / "outside.csv")
    (root / "folder").symlink_to(root.parent)
    assert fault(find_files, [path], root, root).code == "outside-root"


def test_link_out_of_the_root_is_told_with_where_it_leads(root, fault):
    (root.parent / "outside.csv").write_text("x\n1\n")
    (root / "link.csv").symlink_to(root.parent / "outside.csv")
    found = fault(find_files, ["link.csv"], root, root)
    target = root.parent / "outside.csv"
    assert found.message == f"`link.csv` is a link that leads out of the data root, to `{target}`"
    assert "--data-root" in found.help


def test_absolute_path_outside_the_root_is_refused(root, fault):
    assert fault(find_files, ["/etc/passwd"], root, root).code == "outside-root"


def test_climbing_after_a_wildcard_is_refused(root, fault):
    assert fault(find_files, ["*/../../x.csv"], root, root).code == "outside-root"


def test_link_to_itself_is_a_missing_file(root, fault):
    (root / "loop.csv").symlink_to(root / "loop.csv")
    assert fault(find_files, ["loop.csv"], root, root).code == "file-not-found"


def test_nul_in_a_path_is_a_missing_file(root, fault):
    assert fault(find_files, ["a\0.csv"], root, root).code == "file-not-found"


def test_name_too_long_for_the_system_is_a_missing_file(root, fault):
    assert fault(find_files, ["x" * 5000], root, root).code == "file-not-found"
    assert fault(find_files, ["x" * 5000 + "*"], root, root).code == "file-not-found"


def test_links_that_lead_round_in_a_circle_are_not_followed(root):
    for name in ("round", "about"):
        (root / name).symlink_to(".")
    for glob in ("**/*.csv", "*/*/*.csv", "**/**/**/*.csv"):
        found = names(find_files([glob], root, root), root)
        assert [name for name in found if "round" in name or "about" in name] == []


def test_many_stars_look_into_each_folder_once_for_each(root):
    (root / "/".join(["deep"] * 12)).mkdir(parents=True)
    glob = "/".join(["**"] * 40) + "/*.csv"
    assert names(find_files([glob], root, root), root) == names(
        find_files(["**/*.csv"], root, root), root
    )
