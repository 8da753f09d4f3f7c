from wtspec.codegen.lines import placed
from wtspec.errors import Source, Span

MAIN = Source("configs/a.yaml", "")


def place(source):
    return placed("x = 1", Span(source, 3, 1, 3, 2), MAIN)


def test_a_statement_says_its_line_and_of_another_file_its_name():
    assert place(MAIN) == "x = 1  # line 3"
    assert place(Source("configs/layers/b.yaml", "")) == "x = 1  # b.yaml:3"


def test_an_override_is_no_path_though_it_divides():
    override = Source("--set data.inputs.x==a / 2", "", is_file=False)
    assert place(override) == "x = 1  # --set data.inputs.x==a / 2:3"
