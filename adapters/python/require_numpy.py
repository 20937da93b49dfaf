"""
Import this before NumPy. Where NumPy is missing, it looks for it next door or says what to install.

On Debian, `apt-get install python3-numpy` serves /usr/bin/python3, while the `python3` found first
on PATH may be another interpreter (pyenv, conda) without it. Then the very same command is run
again by the system's interpreter. NumPy itself is not imported twice: the process is replaced.
"""

import importlib.util
import os
import subprocess
import sys

SYSTEM = '/usr/bin/python3'


def has_numpy(interpreter):
    probe = [interpreter, '-c', 'import numpy']
    return subprocess.run(probe, stderr=subprocess.DEVNULL, check=False).returncode == 0


def arguments():
    """What followed the interpreter's name on the command line."""
    return getattr(sys, 'orig_argv', [None, *sys.argv])[1:]


if importlib.util.find_spec('numpy') is None:
    another = os.path.exists(SYSTEM) and not os.path.samefile(SYSTEM, sys.executable)
    if another and has_numpy(SYSTEM):
        os.execv(SYSTEM, [SYSTEM, *arguments()])
    sys.exit(f'{sys.executable} has no NumPy: install it with `apt-get install python3-numpy`')
