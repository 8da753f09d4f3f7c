"""Follows a call of one of the file's functions through its body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wtspec.language import tree as t
from wtspec.language.arithmetic import StaticError, as_list, truth
from wtspec.program.declared import Function
from wtspec.program.rows.follow import Follower, taken_apart
from wtspec.program.rows.form import UNKNOWN, Form, Mark

_NOTHING = object()


def follow_function(
    follower: Follower,
    function: Function,
    arguments: Sequence[object],
    keywords: Mapping[str, object],
) -> object:
    """What a function gives for values of its parameters."""
    names: dict[str, object] = {}
    for at, (name, default) in enumerate(function.parameters):
        if at < len(arguments):
            names[name] = arguments[at]
        elif name in keywords:
            names[name] = keywords[name]
        else:
            names[name] = UNKNOWN if default is None else follower.value(default, {})
    found = _run(follower, function.body.statements, names)
    return UNKNOWN if found is _NOTHING else found


def _run(follower: Follower, statements: Sequence[t.Statement], names: dict[str, object]) -> object:
    for statement in statements:
        found = _NOTHING
        match statement:
            case t.Assign(targets, value):
                clause = t.For(targets, value, span=statement.span)
                names |= taken_apart(clause, follower.value(value, names))
            case t.Return(value):
                return follower.value(value, names)
            case t.If():
                found = _branch(follower, statement, names)
            case t.Loop(clause, body):
                for item in as_list(follower.value(clause.iterable, names)) or ():
                    names |= taken_apart(clause, item)
                    found = _run(follower, body, names)
            case _:
                pass
        if found is not _NOTHING:
            return found
    return _NOTHING


def _branch(follower: Follower, statement: t.If, names: dict[str, object]) -> object:
    for branch in statement.branches:
        condition = follower.value(branch.test, names)
        if isinstance(condition, Form | Mark):
            return UNKNOWN
        try:
            if truth(condition):
                return _run(follower, branch.body, names)
        except StaticError:
            return UNKNOWN
    return _run(follower, statement.orelse, names)
