"""The pytest plugin, in a pytest of its own."""

from importlib.metadata import entry_points

import pytest

from tests.docs.blocks import ROOT, read_blocks

pytest_plugins = ["pytester"]

GOOD = "wtspec: 1\nlayers:\n  A: {inputs: {x: [batch]}, call: x}\n"
BAD = "wtspec: 1\nlayers:\n  A: {inputs: {x: [batch]}, call: y}\n"
(SETTINGS,) = (
    block.text for block in read_blocks(ROOT / "docs" / "ci.md") if block.language == "toml"
)


@pytest.fixture
def project(pytester, monkeypatch):
    """A project with one good spec and one bad one, an ordinary file and a test."""
    models = pytester.mkdir("models")
    (models / "good.yaml").write_text(GOOD, "utf-8")
    (models / "bad.yaml").write_text(BAD, "utf-8")
    (models / "compose.yaml").write_text("services: {}\n", "utf-8")
    tests = pytester.mkdir("tests")
    (tests / "test_own.py").write_text("def test_own(): pass\n", "utf-8")
    (pytester.path / "pyproject.toml").write_text(SETTINGS, "utf-8")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # other plugins take seconds
    return pytester


def run(project, *arguments):
    """In a process of its own: C extensions don't survive to be imported anew in this one."""
    plugin = ("-p", "wtspec.pytest_plugin", "-p", "no:cacheprovider")
    return project.runpytest_subprocess(*plugin, *arguments)


def configure(project, text):
    (project.path / "pyproject.toml").write_text(f"[tool.pytest.ini_options]\n{text}\n", "utf-8")


def test_each_spec_is_a_test(project):
    run(project).assert_outcomes(passed=2, failed=1)


def test_a_failure_shows_the_faults_and_no_traceback(project):
    shown = run(project, "models/bad.yaml")
    shown.assert_outcomes(failed=1)
    shown.stdout.fnmatch_lines(["*error[[]undefined-name]: `y` is not defined*"])
    shown.stdout.fnmatch_lines(["*--> models/bad.yaml:3:*", "FAILED models/bad.yaml::validate*"])
    assert "Traceback" not in shown.stdout.str()
    assert ".py" not in shown.stdout.str()


def test_one_spec_can_be_picked(project):
    run(project, "models/good.yaml").assert_outcomes(passed=1)
    run(project, "models/good.yaml::validate").assert_outcomes(passed=1)
    run(project, "-k", "good").assert_outcomes(passed=1, deselected=2)


def test_specs_outside_of_testpaths_are_tests_too(project):
    configure(project, 'wtspec_paths = ["models"]\ntestpaths = ["tests"]')
    run(project).assert_outcomes(passed=2, failed=1)
    run(project, "tests").assert_outcomes(passed=1)


def test_specs_within_testpaths_are_tests_once(project):
    configure(
        project, 'wtspec_paths = ["models", "models/*.yaml"]\ntestpaths = ["tests", "models"]'
    )
    run(project).assert_outcomes(passed=2, failed=1)


def test_several_workers_share_the_specs(project):
    configure(project, 'wtspec_paths = ["models"]\ntestpaths = ["tests"]')
    run(project, "-p", "xdist", "-n", "2").assert_outcomes(passed=2, failed=1)


@pytest.mark.parametrize(
    "paths", ['["models/g*.yaml"]', '["models/good.yaml"]', '"models/good.yaml"']
)
def test_a_glob_or_a_file_will_do(project, paths):
    configure(project, f"wtspec_paths = {paths}")
    run(project).assert_outcomes(passed=2)


def test_an_ini_file_will_do(project):
    (project.path / "pyproject.toml").unlink()
    project.makeini("[pytest]\nwtspec_paths = models\n")
    run(project).assert_outcomes(passed=2, failed=1)


def test_a_path_without_specs_is_misuse(project):
    configure(project, 'wtspec_paths = ["tests"]')
    shown = run(project)
    assert shown.ret == pytest.ExitCode.USAGE_ERROR
    shown.stderr.fnmatch_lines(["*wtspec_paths: error[[]no-specs]*"])


WARNED = """
from wtspec.errors import Diagnostic
from wtspec.stages import Checked

def pytest_configure():
    import wtspec.stages
    warning = Diagnostic("unused-weight", "nothing uses `w`", severity="warning")
    wtspec.stages.check_file = lambda path, *rest: Checked(path, None, (warning,))
"""


def test_a_warning_passes_and_is_shown_on_demand(project):
    project.makeconftest(WARNED)
    configure(project, 'wtspec_paths = ["models"]')
    shown = run(project, "-rP", "models/good.yaml")
    shown.assert_outcomes(passed=1)
    shown.stdout.fnmatch_lines(["*warning[[]unused-weight]*"])


def test_strict_makes_a_warning_fail(project):
    project.makeconftest(WARNED)
    run(project, "models/good.yaml").assert_outcomes(failed=1)


def test_nothing_is_imported_where_nothing_is_asked_for(project):
    configure(project, "")
    (project.path / "tests" / "test_own.py").write_text(
        "import sys\n"
        "def test_own():\n"
        "    own = {name for name in sys.modules if name.startswith('wtspec')}\n"
        "    assert own == {'wtspec', 'wtspec.pytest_plugin', 'wtspec.version'}\n"
        "    assert not {'yaml', 'pydantic', 'click', 'keras'} & set(sys.modules)\n",
        "utf-8",
    )
    run(project).assert_outcomes(passed=1)


def test_the_package_offers_the_plugin_to_pytest():
    (found,) = entry_points(group="pytest11", name="wtspec")
    assert found.value == "wtspec.pytest_plugin"
