"""The interface every witness script shares: a filter over JSON Lines.

One question per line on standard input, one testimony per line on standard output, in order:

    {"oracle": "glm.prior-potential", "params": {...}}
    {"oracle": ..., "params": ..., "result": {...}, "error": {...}}
    {"oracle": ..., "params": ..., "skip": "why this witness cannot speak to it"}

`error` bounds |true value - printed value| field by field (one number for an array); for a
statistical witness it is a standard error, and the line says so: "statistical": true.
Non-finite numbers are the strings "Infinity", "-Infinity", "NaN".
"""

import json
import math
import sys


class Skip(Exception):
    """The question is outside what this witness can compute; the message says why."""


def decode(value):
    """JSON value -> Python value, with the three non-finite strings as floats."""
    if isinstance(value, str) and value in ("Infinity", "-Infinity", "NaN"):
        return float(value.replace("Infinity", "inf").replace("NaN", "nan"))
    if isinstance(value, list):
        return [decode(v) for v in value]
    if isinstance(value, dict):
        return {k: decode(v) for k, v in value.items()}
    return value


def encode(value):
    """Python value -> JSON value."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
    if isinstance(value, (list, tuple)):
        return [encode(v) for v in value]
    if isinstance(value, dict):
        return {k: encode(v) for k, v in value.items()}
    return value


def serve(handlers, lines=None, out=None):
    """Answer every line with `handlers[oracle](params) -> {"result": ..., "error": ..., ...}`."""
    lines = sys.stdin if lines is None else lines
    out = sys.stdout if out is None else out
    for line in lines:
        if not line.strip():
            continue
        question = json.loads(line)
        oracle, params = question["oracle"], question["params"]
        reply = {"oracle": oracle, "params": params}
        try:
            if oracle not in handlers:
                raise Skip(f"no handler for {oracle}")
            reply.update(handlers[oracle](decode(params)))
        except Skip as reason:
            reply["skip"] = str(reason)
        out.write(json.dumps(encode(reply)) + "\n")
        out.flush()
