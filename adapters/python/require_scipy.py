"""Import this before SciPy: an interpreter without it is replaced by one that has it."""

from interpreter import require

require('scipy', 'python3-scipy')
