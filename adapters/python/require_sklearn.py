"""Import this before scikit-learn: an interpreter without it is replaced by one that has it."""

from interpreter import require

require('sklearn', 'python3-sklearn')
