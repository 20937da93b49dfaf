"""The margin of uniqueness, bounded on both sides by linear programmes (HiGHS, by SciPy).

    max t,   Σ λ_k v_k v_kᵀ ⪰ t I,   Σ λ_k u_k x_k = 0,   |λ_k| ≤ 1

Cutting planes: Σ λ_k (v_k·e)² ≥ t for the directions e found so far. Whatever the solver's tolerances,

    below:  the smallest eigenvalue at its λ, projected and scaled to be admissible
    above:  Σ_k |v_kᵀ Z v_k − u_k x_k·ν|, for its multipliers Z ⪰ 0 of trace 1 and ν (weak duality)
"""

import numpy as np
from scipy.optimize import linprog

from jsonlines import Skip

SETTLED = 1e-10
ROUNDS = 400


def margin(matrix, teacher):
    """(lower, upper)"""
    x, w = np.array(matrix, float), np.array(teacher, float)
    n, d = x.shape
    if d == 1:
        raise Skip("no direction across the teacher")
    u = x @ w / np.linalg.norm(w)
    # an orthonormal basis of the complement of w, by Householder's reflection
    axis = w / np.linalg.norm(w) + np.where(w[0] >= 0, 1, -1) * np.eye(d)[0]
    reflection = np.eye(d) - 2 * np.outer(axis, axis) / (axis @ axis)
    v = x @ reflection[:, 1:]
    pull = (x * u[:, None]).T
    admissible = np.eye(n) - np.linalg.pinv(pull) @ pull
    lower, upper = 0.0, np.inf
    directions = list(np.eye(d - 1))
    for _ in range(ROUNDS):
        cuts = np.array([(v @ e) ** 2 for e in directions])
        programme = linprog(
            np.r_[np.zeros(n), -1.0],
            A_ub=np.c_[-cuts, np.ones(len(cuts))],
            b_ub=np.zeros(len(cuts)),
            A_eq=np.c_[pull, np.zeros(d)],
            b_eq=np.zeros(d),
            bounds=[(-1, 1)] * n + [(None, None)],
            method="highs",
            options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
        )
        if programme.status != 0:
            raise Skip(f"HiGHS: {programme.message}")
        weights = admissible @ programme.x[:n]
        weights /= max(1.0, np.abs(weights).max())
        values, vectors = np.linalg.eigh((v.T * weights) @ v)
        lower = max(lower, values[0])
        shares = np.maximum(-programme.ineqlin.marginals, 0)
        z = (np.array(directions).T * (shares / shares.sum())) @ np.array(directions)
        slack = np.einsum("ni,ij,nj->n", v, z, v)
        for nu in (programme.eqlin.marginals, -programme.eqlin.marginals):
            upper = min(upper, np.abs(slack - pull.T @ nu).sum())
        if upper - lower < SETTLED * max(1.0, np.abs(slack).max()) or upper < 1e-13:
            break
        keep = values < values[0] + 0.5 * (values[-1] - values[0])
        directions += list(vectors[:, keep].T)
        if len(directions) > 1500:
            used = shares > 0
            directions = [e for e, k in zip(directions, np.r_[used, np.ones(keep.sum(), bool)]) if k]
    return lower, upper
