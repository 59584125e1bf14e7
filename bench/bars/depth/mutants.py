"""Small faults in the bodies of functions, made one at a time from the syntax tree.

What is changed: comparisons are turned round and moved by one; `and` and `or`, `&` and `|`, plus and minus change
places; conditions are negated; numbers, truth values and one-word texts change; a call for its effect, an
assignment to an attribute, a `raise` is dropped; `return` gives nothing; a filter loses one of its conditions.
Left alone: sentences for people, docstrings, annotations, decorators, defaults, and what stands outside functions.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: `number` in the order of its file, in the function of this qualified name, at this line."""

    file: str
    number: int
    function: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.what}"


TURNED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.GtE, ast.LtE),
    ast.LtE: (ast.Gt, ast.Lt),
    ast.Gt: (ast.LtE, ast.GtE),
    ast.GtE: (ast.Lt, ast.Gt),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
SWAPPED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
NARROWING = {"filter", "exclude", "get", "update"}
"""Calls whose keywords are conditions or changes, each of which ought to matter."""


def mutants_of(house: Path, file: str) -> list[Mutant]:
    """Every mutant of a file, without its code."""
    tree = ast.parse((house / file).read_text(encoding="utf-8"))
    return [
        Mutant(file=file, number=number, function=place.function, line=place.line, what=what)
        for number, (place, what, _) in enumerate(_faults(tree))
    ]


def code_of(house: Path, mutant: Mutant) -> CodeType | None:
    """The changed code of its function; None where that has become another kind of code."""
    path = house / mutant.file
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for number, (_, _, change) in enumerate(_faults(tree)):
        if number == mutant.number:
            change()
            break
    module = compile(ast.fix_missing_locations(tree), str(path), "exec")
    return next((code for code in _codes(module) if code.co_qualname == mutant.function), None)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)


@dataclass(frozen=True, slots=True)
class _Place:
    function: str
    line: int


def _faults(tree: ast.Module) -> Iterator[tuple[_Place, str, object]]:
    for name, function in _functions(tree):
        for node, holder, field, index in _inside(function):
            for what, new in _instead_of(node, holder, field, function):
                yield _Place(name, node.lineno), what, _putter(holder, field, index, new)


def _functions(tree: ast.AST, within: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """The outermost functions and the methods of classes, by qualified name."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield f"{within}{node.name}", node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{within}{node.name}.")
        elif isinstance(node, ast.If | ast.Try | ast.With):
            yield from _functions(node, within)


def _inside(function: ast.FunctionDef) -> Iterator[tuple[ast.AST, ast.AST, str, int | None]]:
    """Every node of the body with what holds it, outside in; not its docstring, decorators, annotations, defaults."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    for statement in body:
        yield statement, function, "body", function.body.index(statement)
        yield from _below(statement)


def _below(holder: ast.AST) -> Iterator[tuple[ast.AST, ast.AST, str, int | None]]:
    for field, value in ast.iter_fields(holder):
        if field in ("annotation", "returns", "decorator_list", "args") and not isinstance(holder, ast.Call):
            continue
        for index, each in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(each, ast.AST):
                if hasattr(each, "lineno"):
                    yield each, holder, field, index
                yield from _below(each)


def _putter(holder: ast.AST, field: str, index: int | None, new: ast.AST) -> object:
    def put() -> None:
        if index is None:
            setattr(holder, field, new)
        else:
            getattr(holder, field)[index] = new

    return put


def _instead_of(
    node: ast.AST, holder: ast.AST, field: str, function: ast.FunctionDef
) -> Iterator[tuple[str, ast.AST]]:
    """What may stand in the place of this node: in words, and the node."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in TURNED.get(type(node.ops[0]), ()):
            yield f"compares with {other.__name__}", _changed(node, ops=[other()])
    elif isinstance(node, ast.BoolOp):
        other_one = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield f"joins with {other_one.__name__}", _changed(node, op=other_one())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        yield "does not negate", node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in SWAPPED and not _of_text(node):
        swapped = SWAPPED[type(node.op)]
        yield f"reckons with {swapped.__name__}", _changed(node, op=swapped())
    elif isinstance(node, ast.Constant):
        yield from _other_constant(node, holder)
    elif isinstance(node, ast.Call):
        yield from _with_less(node)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield "is not called", ast.copy_location(ast.Pass(), node)
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute | ast.Subscript):
        yield "is not set", ast.copy_location(ast.Pass(), node)
    elif isinstance(node, ast.Raise):
        yield "is not raised", ast.copy_location(ast.Pass(), node)
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "returns nothing", _changed(node, value=ast.Constant(None))
    if (
        field in ("test", "ifs")
        and not isinstance(node, ast.Compare | ast.UnaryOp)
        and isinstance(node, ast.expr)
    ):
        yield "condition negated", ast.copy_location(ast.UnaryOp(ast.Not(), node), node)


def _changed(node: ast.AST, **fields: object) -> ast.AST:
    made = copy.copy(node)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _of_text(node: ast.BinOp) -> bool:
    """Whether this joins texts, where minus means nothing."""
    return any(
        isinstance(each, ast.JoinedStr) or (isinstance(each, ast.Constant) and isinstance(each.value, str))
        for each in (node.left, node.right)
    )


def _other_constant(node: ast.Constant, holder: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Another number, truth or word; sentences for people, parts of them and reasons given stay."""
    value = node.value
    if isinstance(value, bool):
        yield f"{not value} in place of {value}", _changed(node, value=not value)
    elif isinstance(value, int):
        yield f"{value + 1} in place of {value}", _changed(node, value=value + 1)
    elif (
        isinstance(value, str | bytes)
        and value
        and not isinstance(holder, ast.JoinedStr | ast.FormattedValue)
    ):
        plain = value if isinstance(value, str) else value.decode("latin-1")
        if " " not in plain and "\n" not in plain:
            other = f"{plain}X" if isinstance(value, str) else value + b"X"
            yield f"{other!r} in place of {value!r}", _changed(node, value=other)


def _with_less(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    """A narrowing call without one of its conditions."""
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in NARROWING:
        return
    for position, keyword in enumerate(node.keywords):
        if keyword.arg and len(node.keywords) + len(node.args) > 1:
            rest = [each for number, each in enumerate(node.keywords) if number != position]
            yield f"{node.func.attr}() without {keyword.arg}", _changed(node, keywords=rest)
