from wtspec.codegen.brought import brought
from wtspec.language import MAX_EXPONENT


def test_a_marked_statement_is_brought_only_where_it_is_asked_for():
    plain = "\n".join(brought("wrappers", "ScannedLayers"))
    assert "def reported" not in plain
    assert "lr_scale" not in plain
    asked = "\n".join(brought("wrappers", "ScannedLayers", where=["reports", "scales"]))
    assert "def reported(self):\n" in asked
    assert 'for name in ("lr_scale", "weight_decay"):\n' in asked


def test_of_two_marked_statements_one_is_brought():
    plain = "\n".join(brought("replaced", "call_with_weights"))
    assert "Rematerialized" not in plain
    assert plain.count("        parts =") == 1
    within = "\n".join(brought("replaced", "call_with_weights", where=["remat"]))
    assert "Rematerialized" in within
    assert within.count("        parts =") == 1


def test_no_mark_is_brought():
    assert not [line for line in brought("wrappers", "ScannedLayers") if "# where" in line]


def test_decorators_come_with_what_they_decorate():
    lines = brought("wrappers", "ScannedLayers", where=["reports"])
    assert "@property" in lines[lines.index("    def reported(self):") - 1]
    assert not any("@property" in line for line in brought("wrappers", "ScannedLayers"))


def test_powers_are_refused_where_the_language_refuses_them():
    assert f"abs(exponent) <= {MAX_EXPONENT} else" in "\n".join(brought("calls", "power"))
