"""Says what does not fit, in the names that the user gave."""

from __future__ import annotations

from wtspec.errors import Related, Report
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import LayerCall, Operation, Reference, StaticCall, TensorEqual
from wtspec.shapes.algebra.shape import Shape
from wtspec.shapes.algebra.show import show_shape, show_size
from wtspec.shapes.algebra.values import Abstract, Frame, Perhaps, Tensor
from wtspec.shapes.checks.written import written_entry
from wtspec.shapes.inference import Inference
from wtspec.shapes.misfit import End, MisfitError

LONGEST = 40


def tell(
    report: Report,
    run: Inference,
    frame: Frame,
    node: t.Located,
    misfit: MisfitError,
    whole: bool,
) -> None:
    """Reports a misfit at a node."""
    operands = {"value": node} if whole else _operands(node)
    operands = {key: one for key, one in operands.items() if isinstance(one, Expression)}
    with run.silently():
        shapes = {key: _shape(run.evaluate(frame, one)) for key, one in operands.items()}
    words = _Words(node, frame, operands, shapes, misfit)
    uses = tuple(Related("used here", span) for span in reversed(dict.fromkeys(run.uses)))
    report.error(
        misfit.code,
        words.filled(misfit.message),
        node.span,
        expected=misfit.expected,
        received=misfit.received or words.received(),
        help=words.filled(misfit.help) if misfit.help is not None else None,
        related=(*misfit.related, *uses),
    )


def _operands(node: object) -> dict[str, Expression]:
    """The parts of a node that may be tensors, by the keys that messages have for them."""
    match node:
        case t.Binary(_, left, right) | TensorEqual(left, right):
            operands = {"x1": left, "x2": right}
        case t.Compare(left, _, comparators):
            operands = {f"x{index}": one for index, one in enumerate((left, *comparators), 1)}
        case Operation(function, arguments, keywords):
            names = [one.name for one in function.parameters if not one.keyword_only]
            keys = names if not function.variadic else [str(i) for i in range(len(arguments))]
            operands = dict(zip(keys, arguments, strict=False))
            operands |= {keyword.name: keyword.value for keyword in keywords}
        case LayerCall(_, arguments, keywords):
            operands = {str(index): one for index, one in enumerate(arguments)}
            operands |= {keyword.name: keyword.value for keyword in keywords}
        case StaticCall(_, arguments):
            operands = {str(index): one for index, one in enumerate(arguments)}
        case t.Subscript(value, _):
            operands = {"x": value}
        case _:
            operands = {}
    return {key: one for whole in operands.items() for key, one in _opened(*whole)}


def _opened(key: str, node: Expression) -> list[tuple[str, Expression]]:
    """The items of a list that is written out, in its place."""
    if isinstance(node, t.List | t.Tuple):
        return [(f"{key}.{index}", item) for index, item in enumerate(node.items)]
    return [(key, node)]


def _shape(value: Abstract) -> Shape | None:
    if isinstance(value, Perhaps):
        return _shape(value.value)
    return value.shape if isinstance(value, Tensor) else None


class _Words:
    """What stands for the names in a message's braces."""

    def __init__(
        self,
        node: t.Located,
        frame: Frame,
        operands: dict[str, Expression],
        shapes: dict[str, Shape | None],
        misfit: MisfitError,
    ) -> None:
        self.node = node
        self.frame = frame
        self.operands = operands
        self.shapes = shapes
        self.misfit = misfit

    def filled(self, message: str) -> str:
        """A message with words for what stands in braces."""
        import re

        return re.sub(r"\{(\w[\w.]*)\}", lambda match: self[match[1]], message)

    def __getitem__(self, key: str) -> str:
        if key == "all":
            return self._all()
        if key in self.misfit.ends:
            return self._size(self.misfit.ends[key])
        if key.endswith("_"):
            return self._text(key[:-1]) or "…"
        text = self._text(key)
        return f"`{text}`" if text is not None else self._unwritten(key)

    def received(self) -> str | None:
        """The shapes of the tensors that take part."""
        shown = dict.fromkeys(
            f"{self._text(key) or self._unwritten(key)}: {show_shape(shape)}"
            for key, shape in self.shapes.items()
            if shape is not None
        )
        return ", ".join(shown) or None

    def _all(self) -> str:
        texts = [self[key] for key, shape in self.shapes.items() if shape]
        *others, last = dict.fromkeys(texts or ["the tensor"])
        if last == "the tensor" and texts.count(last) > 1:
            last = "the tensors" if not others else "others"
        return f"{', '.join(others)} and {last}" if others else last

    def _size(self, end: End) -> str:
        size = show_size(end.size)
        name = end.name or self._name(end)
        named = (
            name is not None and name != size and not name.isdigit() and name not in ("_", "...")
        )
        return f"`{name}` = {size}" if named else f"`{size}`" if not size.isdigit() else size

    def _name(self, end: End) -> str | None:
        """How an operand's declaration calls one of its sizes."""
        operand, layer = self.operands.get(end.operand), self.frame.layer
        if not isinstance(operand, Reference) or layer is None:
            return None
        entries = next(
            (one.shape for one in layer.weights if one.name == operand.name),
            next((one.pattern.entries for one in layer.inputs if one.name == operand.name), ()),
        )
        return _entry(entries, end.axis) if operand.role in ("weight", "input") else None

    def _text(self, key: str) -> str | None:
        """An operand as the file has it, if that is short and its own."""
        operand = self.operands.get(key)
        if operand is None or (operand.span == self.node.span and operand is not self.node):
            return None
        span = operand.span
        if span.line != span.end_line or span.end_column - span.column > LONGEST:
            return None
        return span.text

    def _unwritten(self, key: str) -> str:
        if isinstance(self.node, LayerCall):
            return "its input"
        return {"x1": "the left side", "x2": "the right side", "value": "this"}.get(
            key, "the tensor"
        )


def _entry(entries: tuple[Expression, ...], axis: int) -> str | None:
    dots = next((i for i, one in enumerate(entries) if isinstance(one, t.Dots)), None)
    index = axis if axis >= 0 else len(entries) + axis
    if not 0 <= index < len(entries):
        return None
    passed = range(index, len(entries)) if axis < 0 else range(index + 1)
    return written_entry(entries[index]) if dots not in passed else None
