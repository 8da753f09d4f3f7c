"""Finds what a text has to be given: names that it reads and does not define."""

from __future__ import annotations

import symtable

from wtspec.codegen.lines import Lines


def free_names(lines: Lines) -> frozenset[str]:
    """The names that statements of a module's top level read and do not define, as Python sees it.

    So `keras` where it is a module, and neither an argument of that name nor a word of a comment.
    """
    module = symtable.symtable("\n".join(lines), "<generated>", "exec")
    read: set[str] = set()
    waiting = [module]
    while waiting:
        table = waiting.pop()
        waiting += table.get_children()
        read |= {
            one.get_name()
            for one in table.get_symbols()
            if one.is_referenced() and (table is module or one.is_global())
        }
    defined = (one for one in module.get_symbols() if one.is_assigned() or one.is_namespace())
    return frozenset(read.difference(one.get_name() for one in defined))
