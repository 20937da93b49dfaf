"""Import this before NumPy: an interpreter without it is replaced by one that has it."""

from interpreter import require

require('numpy', 'python3-numpy')
