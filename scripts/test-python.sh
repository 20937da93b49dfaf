#!/usr/bin/env bash
# The tests of the Python adapters and witnesses, with the first Python that has NumPy.
set -euo pipefail
cd "$(dirname "$0")/.."
for python in "${PYTHON:-python3}" python3 /usr/bin/python3; do
  if "$python" -c 'import numpy' 2>/dev/null; then
    exec "$python" -m unittest discover --start-directory adapters/python --pattern 'test_*.py'
  fi
done
echo 'test-python: no Python with NumPy (apt-get install python3-numpy)' >&2
exit 1
