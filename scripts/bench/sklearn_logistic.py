"""
Logistic regression by scikit-learn, timed on request. Arguments: X.npy y.npy λ solver.

`newton-cholesky` is asked for all the digits there are, `lbfgs` stops by its own rule (its weights are
then right to about 1e-5).
"""

import sys
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

from repeat import serve

X, y = np.load(sys.argv[1]), np.load(sys.argv[2])
options = {"C": 1 / float(sys.argv[3]), "solver": sys.argv[4], "fit_intercept": False}
if options["solver"] == "newton-cholesky":
    options |= {"tol": 1e-15, "max_iter": 100}
warnings.filterwarnings("ignore")  # at the last digit its line search complains

serve(
    f"scikit-learn {sklearn.__version__} {options['solver']}",
    lambda: LogisticRegression(**options).fit(X, y),
)
