"""
Is w*w*ᵀ the only positive semidefinite A with xᵀA x = (x·w*)² for all samples?

With x = (u, v), u along w*: yes, if some λ has Σ λ u x = 0 and Σ λ v vᵀ positive definite. The
margin

    max t,   Σ λ v vᵀ ⪰ t I,   Σ λ u x = 0,   |λ| ≤ 1

is a semidefinite programme: Newton's method on t/ε + ln det(Σ λ v vᵀ − t I) + Σ ln(1 − λ²), ε → 0.
On that path the margin is t + O(ε), and the O(ε) is removed by halving ε once more.
"""

import numpy as np

from bayes_glm.outcomes import Failure, Skip

LAST = 1e-9
POSITIVE = 1e-7  # relative to the largest |v|²; the margin itself is good to 1e-10 of it


def certificate(matrix, teacher):
    matrix, teacher = np.asarray(matrix, float), np.asarray(teacher, float)
    n, d = matrix.shape
    if d == 1:
        raise Skip('there is no direction across the teacher')
    direction = teacher / np.linalg.norm(teacher)
    across = np.linalg.svd(direction[None, :])[2][1:]
    u, v = matrix @ direction, matrix @ across.T
    rows = (matrix * u[:, None]).T
    _, sizes, right = np.linalg.svd(rows)
    rank = int(np.sum(sizes > 1e-12 * sizes[0])) if sizes.size else 0
    free = right[rank:].T  # λ = free η
    scale = float(np.max(np.sum(v * v, axis=1)))
    if free.shape[1] == 0:
        return False, 0.0
    margin = scale * largest(v / np.sqrt(scale), free)
    return bool(margin > POSITIVE * scale), max(float(margin), 0.0)


def largest(v, free):
    d, k = v.shape[1], free.shape[1]
    bases = np.einsum('nk,ni,nj->kij', free, v, v)
    all_bases = np.concatenate([bases, -np.eye(d)[None]])  # the last coordinate is t
    x = np.zeros(k + 1)
    x[-1] = -1.0

    def inside(x):
        if np.any(np.abs(free @ x[:-1]) >= 1):
            return False
        return np.linalg.eigvalsh(np.tensordot(x, all_bases, 1))[0] > 0

    def centre(x, penalty):
        for _ in range(100):
            slack, box = np.tensordot(x, all_bases, 1), free @ x[:-1]
            scaled = np.linalg.solve(slack, all_bases)
            gradient = np.trace(scaled, axis1=1, axis2=2)
            gradient[:-1] -= free.T @ (2 * box / (1 - box * box))
            gradient[-1] += 1 / penalty
            hessian = np.einsum('aij,bji->ab', scaled, scaled)
            curvature = 2 * (1 + box * box) / (1 - box * box) ** 2
            hessian[:-1, :-1] += (free.T * curvature) @ free
            norm = 1 / np.sqrt(np.diag(hessian))
            step = norm * np.linalg.solve(hessian * np.outer(norm, norm), norm * gradient)
            decrement = gradient @ step
            if decrement < 1e-18:
                return x
            share = 1.0 if decrement < 0.1 else 1 / (1 + np.sqrt(decrement))
            while not inside(x + share * step):
                share /= 2
                if share < 1e-12:
                    return x
            x = x + share * step
        if decrement > 1e-9:
            raise Failure('the interior-point method did not settle')
        return x

    penalty = 1.0
    while penalty > LAST:
        penalty /= 4
        x = centre(x, penalty)
    half = centre(x, penalty / 2)
    return 2 * half[-1] - x[-1]
