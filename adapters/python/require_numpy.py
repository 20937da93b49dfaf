"""
Import this before NumPy. Where NumPy is missing, it looks for it next door or says what to install.

On Debian, `apt-get install python3-numpy` serves /usr/bin/python3, while the `python3` found first
on PATH may be another interpreter (pyenv, conda) without it. Then the very same command is run
again by the system's interpreter.
"""

import os
import subprocess
import sys

SYSTEM = '/usr/bin/python3'


def has_numpy(interpreter):
    probe = [interpreter, '-c', 'import numpy']
    run = subprocess.run(probe, stderr=subprocess.DEVNULL, check=False)
    return run.returncode == 0


def arguments():
    """What followed the interpreter's name on the command line."""
    return getattr(sys, 'orig_argv', [None, *sys.argv])[1:]


try:
    import numpy  # noqa: F401
except ImportError as missing:
    if os.path.exists(SYSTEM) and has_numpy(SYSTEM):  # hence another interpreter than this one
        os.execv(SYSTEM, [SYSTEM, *arguments()])
    sys.exit(f'{sys.executable}: {missing}. Install it with `apt-get install python3-numpy`.')
