#!/usr/bin/env bash
# The tests of the Python adapters and witnesses, with the first Python that has NumPy, mpmath and gmpy2.
set -euo pipefail
cd "$(dirname "$0")/.."
for python in "${PYTHON:-python3}" python3 /usr/bin/python3; do
  if "$python" -c 'import numpy, mpmath, gmpy2' 2>/dev/null; then
    # a process for each file, as many at once as there are cores, long ones first: witnesses have many digits
    { ls -S scripts/witnesses/test_*.py; ls -S adapters/python/test_*.py; } |
      xargs -P "$(nproc)" -I{} sh -c 'cd "$(dirname "$1")" && exec "$0" -m unittest "$(basename "$1")"' "$python" {}
    exit 0
  fi
done
echo 'test-python: no Python with NumPy, mpmath and gmpy2 (scripts/install-system-packages.sh)' >&2
exit 1
