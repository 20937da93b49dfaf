"""
Looks next door for an interpreter that has a module, or says what to install.

On Debian, `apt-get install python3-numpy` serves /usr/bin/python3, while the `python3` found first
on PATH may be another interpreter (pyenv, conda) without it. Then the very same command is run
again by the system's interpreter.
"""

import importlib
import os
import subprocess
import sys

SYSTEM = '/usr/bin/python3'


def has(interpreter, module):
    probe = [interpreter, '-c', f'import {module}']
    run = subprocess.run(probe, stderr=subprocess.DEVNULL, check=False)
    return run.returncode == 0


def arguments():
    """What followed the interpreter's name on the command line."""
    return getattr(sys, 'orig_argv', [None, *sys.argv])[1:]


def require(module, package):
    """`module`, of Debian's `package`: imported, or this process replaced, or the end of it."""
    try:
        importlib.import_module(module)
    except ImportError as missing:
        if os.path.exists(SYSTEM) and has(SYSTEM, module):  # hence another interpreter than this
            os.execv(SYSTEM, [SYSTEM, *arguments()])
        sys.exit(f'{sys.executable}: {missing}. Install it with `apt-get install {package}`.')
