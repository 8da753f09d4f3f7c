import pytest

from wtspec.language import (
    assigned_names,
    called_names,
    free_names,
    parse_body,
    parse_expression,
)


@pytest.mark.parametrize(
    ("text", "free", "called"),
    [
        ("x @ kernel + pi", {"x", "kernel"}, set()),
        ("mean(x, axis=a)", {"x", "a"}, {"mean"}),
        ("random.normal(s)", {"s"}, {"random.normal"}),
        ("blocks[i](x)", {"blocks", "i", "x"}, {"blocks"}),
        ("embed.embeddings", {"embed"}, set()),
        ("[head(x) for head in heads]", {"x", "heads"}, set()),
        ("[i * j for i in range(n) for j in range(i)]", {"n"}, {"range"}),
        ("i + [i for i in y][0]", {"i", "y"}, set()),
    ],
)
def test_free_and_called_names_of_expressions(parsing, text, free, called):
    tree = parsing(parse_expression, text)
    assert free_names(tree) == free
    assert called_names(tree) == called


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("y = x\nreturn y", {"x"}),
        ("x = x + 1\nreturn x", {"x"}),
        ("if a:\n  y = 1\nreturn y", {"a", "y"}),
        ("if a:\n  y = 1\nelse:\n  y = b\nreturn y", {"a", "b"}),
        ("for i in n:\n  y = i\nreturn y", {"n", "y"}),
        ("mean = mean(x)\nreturn mean", {"x"}),
        ("assign(total, total + x)\nreturn x", {"total", "x"}),
    ],
)
def test_names_read_before_they_surely_have_a_value_are_free(parsing, text, free):
    assert free_names(parsing(parse_body, text)) == free


def test_assigned_names_are_those_of_lines_and_loops_in_any_block(parsing):
    text = "for i, j in p:\n  if a:\n    y, z = f(i)\nreturn [k for k in q]"
    assert assigned_names(parsing(parse_body, text)) == {"i", "j", "y", "z"}


def test_loop_variables_are_not_called_names_and_locals_may_be(parsing):
    text = "for block in blocks:\n  x = block(x)\nnorm = norm(x)\nassign(m, x)\nreturn relu(norm)"
    assert called_names(parsing(parse_body, text)) == {"norm", "assign", "relu"}
