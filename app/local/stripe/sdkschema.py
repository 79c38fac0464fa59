"""The contract of a request: the SDK's own TypedDicts (`stripe.params.*`), read at run time.

Unknown keys, missing ones and values of the wrong type are refused in Stripe's error shape. The SDK writes open enums
(`Literal[...] | str`, so that old clients survive new values); here they are closed, as the API's are.
"""

import re
import sys
import types
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, ForwardRef, Literal, NotRequired, Required, Union, get_args, get_origin

from stripe import RequestOptions
from stripe._stripe_object import UntypedStripeObject
from typing_extensions import is_typeddict

from app.local.stripe.refusal import Refusal

OPTIONS = frozenset(RequestOptions.__annotations__)  # the SDK lets a call carry these beside its parameters; they never reach the wire
INTEGER = re.compile(r"-?[0-9]{1,19}")


def check(params: Mapping[str, Any], schema: type) -> dict[str, Any]:
    """`params` as nested strings; returns them typed. Raises Refusal 400."""
    return _object(params, schema, "")


@cache
def _fields(schema: type) -> dict[str, tuple[bool, Any]]:
    """name → (required, type), with forward references looked up where the class was written."""
    home = vars(sys.modules[schema.__module__])
    found = {}
    for name, written in schema.__annotations__.items():
        if name in OPTIONS:
            continue
        written = _resolved(written, home)
        optional = get_origin(written) is NotRequired
        found[name] = (not optional, _resolved(get_args(written)[0], home) if get_origin(written) in (NotRequired, Required) else written)
    return found


def _resolved(written: Any, home: Mapping[str, Any]) -> Any:
    if isinstance(written, ForwardRef):
        written = written.__forward_arg__
    return eval(written, dict(home)) if isinstance(written, str) else written  # noqa: S307 -- the SDK's own annotations


def _object(value: Any, schema: type, at: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise Refusal(400, f"Invalid object: {at}", param=at)
    fields = _fields(schema)
    for name in value:
        if name not in fields:
            raise _unknown(_join(at, name))
    for name, (required, _) in fields.items():
        if required and name not in value:
            raise Refusal(400, f"Missing required param: {_join(at, name)}.", code="parameter_missing", param=_join(at, name))
    home = vars(sys.modules[schema.__module__])
    return {name: _value(value[name], fields[name][1], home, _join(at, name)) for name in value}


def _unknown(at: str) -> Refusal:
    if at == "payment_method_types":
        return Refusal(400, "payment_method_types can no longer be sent.", code="payment_method_types_no_longer_supported", param=at)
    return Refusal(400, f"Received unknown parameter: {at}", code="parameter_unknown", param=at)


def _value(value: Any, wanted: Any, home: Mapping[str, Any], at: str) -> Any:
    wanted = _resolved(wanted, home)
    origin = get_origin(wanted)
    if origin in (Union, types.UnionType):
        return _union(value, [_resolved(arm, home) for arm in get_args(wanted)], home, at)
    if origin is Literal:
        if value not in get_args(wanted):
            choices = ", ".join(str(one) for one in get_args(wanted))
            raise Refusal(400, f"Invalid {at}: must be one of {choices}", param=at)
        return value
    if origin is list:
        return _list(value, get_args(wanted)[0], home, at)
    if origin is dict or wanted is UntypedStripeObject or origin is UntypedStripeObject:
        return _free(value, at)
    if is_typeddict(wanted):
        return _object(value, wanted, at)
    return _scalar(value, wanted, at)


def _union(value: Any, arms: list[Any], home: Mapping[str, Any], at: str) -> Any:
    literals = [arm for arm in arms if get_origin(arm) is Literal]
    if any(get_args(arm) != ("",) for arm in literals):  # Literal[''] only says "may be emptied"
        arms = [arm for arm in arms if arm is not str]
    refusals = []
    for arm in sorted(arms, key=lambda arm: (arm is str, isinstance(value, Mapping) != (is_typeddict(arm) or get_origin(arm) is dict))):
        try:
            return _value(value, arm, home, at)
        except Refusal as refusal:
            refusals.append(refusal)
    raise refusals[0]


def _list(value: Any, of: Any, home: Mapping[str, Any], at: str) -> list[Any]:
    if value == "":
        return []
    if not isinstance(value, Mapping) or sorted(value) != sorted(str(index) for index in range(len(value))):
        raise Refusal(400, f"Invalid array: {at}", param=at)
    return [_value(value[str(index)], of, home, f"{at}[{index}]") for index in range(len(value))]


def _free(value: Any, at: str) -> dict[str, str]:
    """Metadata: at most 50 keys of 40 characters, values of 500 (docs.stripe.com/metadata)."""
    if value == "":
        return {}
    if not isinstance(value, Mapping) or len(value) > 50:
        raise Refusal(400, f"Invalid object: {at}", param=at)
    for name, one in value.items():
        if not isinstance(one, str) or len(one) > 500 or len(name) > 40:
            raise Refusal(400, f"Metadata names have at most 40 characters and values 500: {_join(at, name)}", param=_join(at, name))
    return dict(value)


def _scalar(value: Any, wanted: Any, at: str) -> Any:
    if not isinstance(value, str):
        raise Refusal(400, f"Invalid {getattr(wanted, '__name__', wanted)}: {at}", param=at)
    if wanted is int:
        if not INTEGER.fullmatch(value):
            raise Refusal(400, f"Invalid integer: {value}", code="parameter_invalid_integer", param=at)
        return int(value)
    if wanted is bool:
        if value not in ("true", "false"):
            raise Refusal(400, f"Invalid boolean: {value}", param=at)
        return value == "true"
    if wanted in (float, Decimal):
        try:
            return Decimal(value)
        except InvalidOperation:
            raise Refusal(400, f"Invalid decimal: {value}", param=at) from None
    if value == "":
        raise Refusal(400, f"You passed an empty string for '{at}'.", code="parameter_invalid_empty", param=at)
    return value


def _join(at: str, name: str) -> str:
    return f"{at}[{name}]" if at else name
