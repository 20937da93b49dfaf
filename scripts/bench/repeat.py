"""What the scripts of this folder share: one line in, a number of repetitions; one line out, seconds."""

import json
import re
import sys
from time import perf_counter


def blas():
    """The library that is loaded, as the kernel sees it (NumPy's own account varies by version)."""
    try:
        with open("/proc/self/maps") as maps:
            names = set(re.findall(r"/(lib[^/\s]*blas[^/\s]*\.so[^/\s]*)", maps.read()))
        return ", ".join(sorted(names)) or "unknown BLAS"
    except OSError:
        return "unknown BLAS"


def serve(label, work):
    """Says who computes, once warm; then does `work` as often as asked and says how long one took."""
    work()
    print(json.dumps(f"{label}, {blas()}"), flush=True)
    for line in sys.stdin:
        repetitions = int(line)
        start = perf_counter()
        for _ in range(repetitions):
            work()
        print((perf_counter() - start) / repetitions, flush=True)
