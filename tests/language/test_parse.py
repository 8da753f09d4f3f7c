import pytest

from wtspec.errors import SpecError
from wtspec.language import parse_body, parse_expression, parse_pattern_entry, parse_signature
from wtspec.language.print import print_body, print_expression
from wtspec.language.tree import Call, Constant, Dots, Member, Name, Return, Value


def fault(parsing, parse, text):
    with pytest.raises(SpecError) as caught:
        parsing(parse, text)
    assert len(caught.value.diagnostics) == 1, caught.value
    return caught.value.diagnostics[0]


REFUSED = [
    ("x.shape", "unsupported-attribute", "x.shape", "shape(x)"),
    ("x.shape[0]", "unsupported-attribute", "x.shape", "shape(x)"),
    ("x.mean()", "unsupported-attribute", "x.mean", "mean(x)"),
    ("x.T", "unsupported-attribute", "x.T", "transpose(x)"),
    ("f(x).T", "unsupported-attribute", "f(x).T", "transpose(f(x))"),
    ("np.exp(x)", "unsupported-attribute", "np.exp", "exp(…)"),
    ("self.kernel", "unsupported-attribute", "self.kernel", "`kernel`"),
    ("random.normal", "unsupported-attribute", "random.normal", "random.normal(…)"),
    ("a.b.c", "unsupported-attribute", "a.b.c", "two parts"),
    ("blocks[0].call(x)", "unsupported-attribute", "blocks[0].call", "blocks[0](x)"),
    ("a & b", "unsupported-operator", "a & b", "logical_and(a, b)"),
    ("a | b", "unsupported-operator", "a | b", "logical_or(a, b)"),
    ("a ^ b", "unsupported-operator", "a ^ b", "a ** b"),
    ("a << b", "unsupported-operator", "a << b", "2 ** b"),
    ("~a", "unsupported-operator", "~a", "logical_not(a)"),
    ("+a", "unsupported-operator", "+a", "alone"),
    ("a is 3", "unsupported-operator", "a is 3", "=="),
    ("a == None", "unsupported-operator", "a == None", "is none"),
    ("a in b", "unsupported-operator", "a in b", "=="),
    ("lambda x: x", "unsupported-syntax", "lambda x: x", "functions:"),
    ('f"{a}"', "unsupported-syntax", 'f"{a}"', "plain text"),
    ('b"a"', "unsupported-syntax", 'b"a"', "leave out"),
    ('"a" "b"', "unsupported-syntax", '"b"', "as one"),
    ('"""a"""', "unsupported-syntax", '"""', None),
    ("f(*a)", "unsupported-syntax", "*a", "one by one"),
    ("f(**a)", "unsupported-syntax", "**", "one by one"),
    ("(a := 3)", "unsupported-syntax", "a := 3", "line of its own"),
    ("(a for a in b)", "unsupported-syntax", "(a for a in b)", "[… for … in …]"),
    ("{a for a in b}", "unsupported-syntax", "{a for a in b}", "[… for … in …]"),
    ("{a: a for a in b}", "unsupported-syntax", "{a: a for a in b}", "[… for … in …]"),
    ("{a, b}", "unsupported-syntax", "{a, b}", "[a, b]"),
    ("[a for b in c if d]", "unsupported-syntax", "d", "just what is needed"),
    ("[a for b in c for d in e for f in g]", "unsupported-syntax", None, "at most two"),
    ("f(x)(y)", "unsupported-syntax", "f(x)", "f(x)"),
    ("1j", "unsupported-syntax", "1j", None),
    ("a && b", "unsupported-syntax", "&&", "`and`"),
    ("import os", "unsupported-syntax", "import os", "Keras"),
    ("return a", "unsupported-syntax", "return a", "leave out"),
    ("a\nb", "unsupported-syntax", "b", "one line"),
    ("a = b", "unsupported-syntax", "a = b", "=="),
    ("=a", "invalid-syntax", "=", "one `=`"),
    ("f(y=1, y=2)", "duplicate-argument", "y", "delete"),
    ("__class__", "invalid-name", "__class__", None),
    ("x.__class__", "invalid-name", "__class__", None),
    ("f(__a=1)", "invalid-name", "__a", None),
    ("π", "invalid-name", "π", "`pi`"),
    ("f(true=1)", "invalid-name", "true", "another"),
    ("[true for true in a]", "invalid-name", "true", "another"),
    ("x \u2212 y", "invalid-character", "\u2212", "`-`"),
    ("a ? b : c", "invalid-character", "?", "b if a else c"),
    ("a \\\n+ b", "invalid-character", "\\", "brackets"),
    ("a\x00", "invalid-character", "\x00", "delete"),
    ("# \ud800\na", "invalid-character", "\ud800", "delete"),
    ('"\\ud800"', "invalid-character", '"\\ud800"', None),
    ("2x", "invalid-number", "2x", "2 * x"),
    ("1e999", "number-too-large", "1e999", None),
    ('"a', "unterminated-string", '"a', "close it"),
    ('"a" + b', "misplaced-string", '"a"', "arguments"),
    ("-(1 if b else 'a')", "misplaced-string", "'a'", "arguments"),
    ('{"a": b}', "misplaced-dict", '{"a": b}', "return"),
    ("...", "misplaced-dots", "...", "x[..., 0]"),
    ("f(...)", "misplaced-dots", "...", "x[..., 0]"),
    ("y + assign(a, b)", "misplaced-statement", "assign(a, b)", "line of its own"),
    ("add_loss(b)", "misplaced-statement", "add_loss(b)", "line of its own"),
    ("(a", "unbalanced-bracket", "(", "`)`"),
    ("a)", "unbalanced-bracket", ")", "delete"),
    ("(a]", "unbalanced-bracket", "]", None),
    ("f(a b)", "invalid-syntax", "a b", "`,`"),
    ("a +", "invalid-syntax", "+", None),
    ("a +\nb", "invalid-syntax", "+", "round brackets"),
    ("a b", "invalid-syntax", "b", "operator"),
    ("a <> b", "invalid-syntax", "<>", "`!=`"),
    ("a := b", "invalid-syntax", ":=", "line of its own"),
    ("1__0", "invalid-syntax", "1__0", "`1_000`"),
    ("a if b", "invalid-syntax", "a if b", "else"),
    ("x = class", "invalid-syntax", "class", "another"),
    ("f(y=1, x)", "invalid-syntax", ")", "first"),
    ("", "empty-formula", "", None),
    ("# nothing", "empty-formula", "# nothing", None),
]


@pytest.mark.parametrize("case", REFUSED, ids=[ascii(case[0]) for case in REFUSED])
def test_what_the_language_has_not_is_refused_at_its_place_with_the_repair(parsing, marked, case):
    text, code, place, repair = case
    found = fault(parsing, parse_expression, text)
    assert found.code == code
    assert place is None or marked(found.span) == place
    assert repair is None or repair in (found.help or "")


REFUSED_BODIES = [
    ("y += x\nreturn y", "unsupported-syntax", "y += x", "y = y + x"),
    ("y *= a + b\nreturn y", "unsupported-syntax", "y *= a + b", "y = y * (a + b)"),
    ("y: int = x\nreturn y", "unsupported-syntax", "y: int = x", "name = value"),
    ("a = b = c\nreturn a", "unsupported-syntax", "a = b = c", "line of its own"),
    ("while a:\n  b = 1\nreturn b", "unsupported-syntax", "while a:", "for i in range"),
    ("with a:\n  b\nreturn c", "unsupported-syntax", "with a:", None),
    ("try:\n  a\nfinally:\n  b\nreturn c", "unsupported-syntax", "try:", "if"),
    ("def f(x):\n  return x", "unsupported-syntax", "def f(x):", "functions:"),
    ("@d\ndef f(x):\n  return x", "unsupported-syntax", "def f(x):", "functions:"),
    ("class A:\n  b\nreturn c", "unsupported-syntax", "class A:", "layers:"),
    ("from os import *\nreturn x", "unsupported-syntax", "from os import *", "Keras"),
    ("if a:\n  pass\nreturn x", "unsupported-syntax", "pass", "leave out"),
    ("for a in b:\n  c = a\nelse:\n  c = d\nreturn c", "unsupported-syntax", "c = d", "after"),
    ("x[0] = 1\nreturn x", "invalid-target", "x[0]", "slice_update"),
    ("x.a = 1\nreturn x", "invalid-target", "x.a", "assign(weight, value)"),
    ("a, *b = x\nreturn a", "invalid-target", "*b", "a, b = …"),
    ("a, = x\nreturn a", "invalid-target", "a,", "x[0]"),
    ("true = 1\nreturn x", "invalid-name", "true", "another"),
    ("y = a return y", "invalid-syntax", "return", "call: |"),
    ("if a = b:\n  y = 1\nreturn y", "invalid-syntax", "a = b", "=="),
    ("if a\n  y = 1\nreturn y", "invalid-syntax", None, "`:`"),
    ("if a:\nreturn b", "invalid-syntax", "return", "indent"),
    ("y = a\n  return y", "invalid-syntax", None, "starts"),
    ("y = a\nretrun y", "invalid-syntax", "y", "`return`"),
    ("y = a", "missing-return", "y = a", "return value"),
    ("y = a\ny", "missing-return", "y", "return y"),
    ("add_loss(x)", "missing-return", "add_loss(x)", "return value"),
    ("if a:\n  return b", "missing-return", "if a:", "else:"),
    ("if a:\n  return b\nelse:\n  c", "missing-return", "c", "return c"),
    ("if a:\n  y = b\nelse:\n  y = c", "missing-return", "if a:", "return value"),
    ("return", "missing-return", "return", "return x"),
    ("return a\nb = 1", "unreachable-code", "b = 1", "delete"),
    ("if a:\n  return b\nreturn c", "misplaced-return", "return b", "else:"),
    ("for a in b:\n  return a", "misplaced-return", "return a", "after"),
    ("relu(x)\nreturn x", "lost-value", "relu(x)", "give it a name"),
    ('"doc"\nreturn x', "lost-value", '"doc"', "#"),
    ('y = "a"\nreturn y', "misplaced-string", '"a"', "arguments"),
    ('y = {"a": x}\nreturn y', "misplaced-dict", '{"a": x}', "return"),
    ("return {a: x}", "invalid-output", "a", "logits"),
    ("return {**a}", "invalid-output", "a", "logits"),
    ('return {"a": x, "a": y}', "invalid-output", '"a"', "delete"),
    ("return {}", "invalid-output", "{}", None),
]


@pytest.mark.parametrize("case", REFUSED_BODIES, ids=[ascii(case[0]) for case in REFUSED_BODIES])
def test_a_body_that_the_language_has_not_is_refused_at_its_place_with_the_repair(
    parsing, marked, case
):
    text, code, place, repair = case
    found = fault(parsing, parse_body, text)
    assert found.code == code
    assert place is None or marked(found.span) == place
    assert repair is None or repair in (found.help or "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("f", "invalid-signature"),
        ("f(x, x)", "invalid-signature"),
        ("f(1)", "invalid-signature"),
        ("f(*a)", "invalid-signature"),
        ("a.b(c)", "invalid-signature"),
        ("f(x).g", "invalid-signature"),
        ("f(x: int)", "invalid-syntax"),
        ("f(pi)", "invalid-name"),
        ("f(true=1)", "invalid-name"),
        ("f(_x)", "invalid-name"),
        ("f(**k)", "invalid-name"),
    ],
)
def test_what_is_no_signature_is_refused(parsing, text, code):
    assert fault(parsing, parse_signature, text).code == code


def test_all_faults_of_a_text_are_said_at_once(parsing):
    with pytest.raises(SpecError) as caught:
        parsing(parse_body, "a = x.shape\nrelu(a)\nb = y & z\nreturn b")
    codes = {found.code for found in caught.value.diagnostics}
    assert codes == {"unsupported-attribute", "lost-value", "unsupported-operator"}


def test_offsets_count_characters_after_text_that_is_not_ascii(parsing, marked):
    assert marked(fault(parsing, parse_expression, 'f("éπ𝄞", x.shape)').span) == "x.shape"


def test_the_other_bracket_is_shown(parsing, marked):
    found = fault(parsing, parse_expression, "f(a, [b, c)")
    assert marked(found.related[0].span) == "["


def test_both_spellings_of_the_words_are_values(parsing):
    for text, value in [("true", True), ("True", True), ("false", False), ("none", None)]:
        tree = parsing(parse_expression, text)
        assert isinstance(tree, Value)
        assert tree.value is value


def test_pi_is_a_constant_unless_called_or_assigned(parsing):
    assert isinstance(parsing(parse_expression, "pi"), Constant)
    called = parsing(parse_expression, "pi(inf)")
    assert isinstance(called, Call)
    assert isinstance(called.function, Name)
    body = parsing(parse_body, "pi = softmax(x)\nreturn pi")
    assert isinstance(body.statements[-1].value, Name)


def test_vocabulary_calls_have_members_as_functions(parsing):
    tree = parsing(parse_expression, "random.normal(shape)")
    assert isinstance(tree.function, Member)
    assert (tree.function.value.id, tree.function.name) == ("random", "normal")


def test_a_keywords_span_is_that_of_its_name(parsing, marked):
    tree = parsing(parse_expression, "mean(x, axis=-1)")
    assert marked(tree.keywords[0].span) == "axis"


def test_pattern_entries_may_be_dots_or_blank(parsing):
    assert isinstance(parsing(parse_pattern_entry, "..."), Dots)
    blank = parsing(parse_pattern_entry, "_")
    assert isinstance(blank, Name)
    assert blank.id == "_"
    assert print_expression(parsing(parse_pattern_entry, "2 * dim")) == "2 * dim"


def test_one_expression_is_a_body_that_returns_it(parsing):
    body = parsing(parse_body, "x @ kernel")
    assert [type(statement) for statement in body.statements] == [Return]


def test_outputs_may_be_named(parsing):
    assert print_body(parsing(parse_body, '{"a": x, "b": y}')) == 'return {"a": x, "b": y}'


def test_returns_may_end_each_branch_of_a_last_if(parsing):
    text = "if a:\n    return b\nelif c:\n    return d\nelse:\n    return e"
    assert print_body(parsing(parse_body, text)) == text


def test_comments_blank_lines_and_brackets_over_lines_are_fine(parsing):
    body = parsing(parse_body, "# first\n\ny = (x +\n     1)  # one more\n\nreturn y\n")
    assert print_body(body) == "y = x + 1\nreturn y"


def test_a_signature_has_names_and_defaults(parsing):
    signature = parsing(parse_signature, "rms(x, eps=1e-6)")
    assert signature.name == "rms"
    assert [parameter.name for parameter in signature.parameters] == ["x", "eps"]
    assert signature.parameters[0].default is None
    assert signature.parameters[1].default.value == pytest.approx(1e-6)
    assert parsing(parse_signature, "two()").parameters == ()
