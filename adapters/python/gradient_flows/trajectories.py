"""An initial value problem, answered at given times."""

import numpy as np
from scipy.integrate import solve_ivp

from bayes_glm.outcomes import Failure

RELATIVE = 1e-12


def integrate(field, start, times, method='DOP853', absolute=1e-14):
    """
    States (times, N) of dx/dt = field(x) from `start` at 0.

    Every time is the end of a run of its own: the interpolant between two steps is less accurate
    than the steps.
    """
    here, now, states = np.asarray(start, float), 0.0, []
    for t in times:
        if t > now:
            run = solve_ivp(
                lambda _, x: field(x), (now, t), here, method=method, rtol=RELATIVE, atol=absolute
            )
            here, now = run.y[:, -1], t
            if run.status != 0 or not np.all(np.isfinite(here)):
                raise Failure(f'solve_ivp: {run.message}')
        states.append(here)
    return np.array(states)
