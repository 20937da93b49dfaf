"""K clusters and one-hot labels: the equations of all K scores, iterated in doubles until they stand.

The state evolution of the minimisation, from no weights at all: scores ω ~ N(M_k + b, Q) by
Gauss–Hermite rules along the eigenvectors of Q, the proximal point of the full K-dimensional loss at
every node, and the matrices M, Q, V as they stand, damped. `error` is the difference of two orders.
"""

import math
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import numpy as np

from jsonlines import Skip, serve

ORDERS = {2: (40, 60), 3: (26, 36), 4: (16, 22)}  # points per direction, by the number of classes
STEPS = 3000
DAMPING = 0.5


def normal_rule(order, dimensions):
    x, w = np.polynomial.hermite_e.hermegauss(order)
    grids = np.meshgrid(*[x] * dimensions, indexing="ij")
    weights = np.meshgrid(*[w / math.sqrt(2 * math.pi)] * dimensions, indexing="ij")
    return np.array([g.ravel() for g in grids]), np.prod([w.ravel() for w in weights], axis=0)


def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_pull(k, omega, V, r):
    """r = e_k − softmax(ω + V r) at every node, by Newton's method with halved steps."""
    K = len(V)
    one_hot, eye = np.eye(K)[k], np.eye(K)

    def gap(r):
        p = softmax(omega + r @ V)
        return r - one_hot + p, p

    g, p = gap(r)
    for _ in range(100):
        H = p[:, :, None] * eye - p[:, :, None] * p[:, None, :]
        step = np.linalg.solve(eye + H @ V, g[:, :, None])[:, :, 0]
        scale = np.ones((len(r), 1))
        size = np.abs(g).max(axis=1, keepdims=True)
        for _ in range(30):
            after, p_after = gap(r - scale * step)
            worse = np.abs(after).max(axis=1, keepdims=True) > size + 1e-15
            if not worse.any():
                break
            scale = np.where(worse, scale / 2, scale)
        r, g, p = r - scale * step, after, p_after
        if np.abs(scale * step).max() < 1e-15:
            break
    H = p[:, :, None] * eye - p[:, :, None] * p[:, None, :]
    x = omega + r @ V
    top = x.max(axis=1, keepdims=True)
    loss = (np.log(np.exp(x - top).sum(axis=1, keepdims=True)) + top)[:, 0] - x[:, k]
    return r, np.linalg.solve(eye + H @ V, H), loss


def square_pull(k, omega, V, r):
    K = len(V)
    inverse = np.linalg.inv(np.eye(K) + V)
    r = (np.eye(K)[k] - omega) @ inverse.T
    return r, np.broadcast_to(inverse, (len(r), K, K)), (r * r).sum(axis=1) / 2


PULLS = {"softmax": softmax_pull, "square": square_pull}


def along(Q):
    """Q^{1/2} restricted to the directions in which Q does not vanish."""
    values, vectors = np.linalg.eigh(Q)
    kept = values > 1e-12 * values[-1]
    return vectors[:, kept] * np.sqrt(values[kept])


def settle(params, order):
    p = np.array(params["probabilities"])
    K, alpha, lam = len(p), params["alpha"], params["lambda"]
    spectrum = params["spectrum"]
    blocks = list(zip(spectrum["weights"], spectrum["covariance"], np.array(spectrum["means"])))
    free, pull = params["bias"] == "free", PULLS[params["loss"]]
    eye = np.eye(K)
    M = np.zeros((K, K))
    Q = 0.1 * (eye - 1 / K)  # not 0, which has no directions
    V, b = eye * sum(W * s for W, s, _ in blocks) / (1 + lam), np.zeros(K)
    start = [0.0] * K
    for step in range(STEPS):
        root = along(Q)
        xi, weight = normal_rule(order, root.shape[1])
        m_hat, Q_hat, V_hat = np.zeros((K, K)), np.zeros((K, K)), np.zeros((K, K))
        loss, push = 0.0, np.zeros(K)
        for k in range(K):
            omega = M[:, k] + b + (root @ xi).T
            guess = start[k] if np.shape(start[k]) == omega.shape else eye[k] - 1 / K + 0 * omega
            r, response, value = pull(k, omega, V, guess)
            start[k] = r
            m_hat[:, k] = alpha * p[k] * (weight @ r)
            Q_hat += alpha * p[k] * (weight[:, None] * r).T @ r
            V_hat += alpha * p[k] * np.einsum("i,ijk->jk", weight, response)
            loss += p[k] * weight @ value
        push = m_hat.sum(axis=1) / alpha
        new = [np.zeros((K, K)) for _ in range(3)]
        size = 0.0
        for W, s, T in blocks:
            D = np.linalg.inv(lam * eye + s * V_hat)
            inner = m_hat @ T @ m_hat.T + s * Q_hat
            new[0] += W * D @ m_hat @ T
            new[1] += W * s * D @ inner @ D
            new[2] += W * s * D
            size += W * np.trace(D @ inner @ D)
        shift = np.linalg.lstsq(V_hat / alpha, push, rcond=1e-10)[0] if free else np.zeros(K)
        change = max(
            *(np.abs(a - c).max() / (1e-3 + np.abs(a).max()) for a, c in zip(new, (M, Q, V))),
            np.abs(shift).max(),
        )
        if not np.isfinite(change):
            raise Skip("the iteration explodes")
        if change < 2e-14 or (step > 300 and change < 1e-12):
            break
        M, Q, V = (DAMPING * old + (1 - DAMPING) * now for old, now in zip((M, Q, V), new))
        b = b + (1 - DAMPING) * shift
    else:
        raise Skip("the iteration does not settle")
    if params["loss"] == "softmax":
        b = b - b.mean()
    return {
        "overlap": M,
        "norm": Q,
        "susceptibility": V,
        "bias": b,
        "generalisationError": wrong_class(p, M, Q, b),
        "trainingLoss": loss,
        "weightNorm": size,
    }, change


normal_cdf = np.vectorize(lambda x: math.erfc(-x / math.sqrt(2)) / 2)


def panels(low, high, order=40):
    x, w = np.polynomial.legendre.leggauss(order)
    edges = np.linspace(low, high, 9)
    half = np.diff(edges)[:, None] / 2
    return (edges[:-1, None] + half * (1 + x)).ravel(), (half * w).ravel()


def positive(mean, L):
    """P(mean + L ξ > 0 in every component), one component after the other."""
    if len(mean) == 1:
        return float(normal_cdf(mean[0] / L[0, 0]))
    low = -mean[0] / L[0, 0]
    if low > 12:
        return 0.0
    z, w = panels(max(low, -12.0), max(low + 1, 12.0))
    w = w * np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    if len(mean) == 2:
        return float(w @ normal_cdf((mean[1] + L[1, 0] * z) / L[1, 1]))
    return float(
        sum(v * positive(mean[1:] + L[1:, 0] * x, L[1:, 1:]) for x, v in zip(z, w))
    )


def wrong_class(p, M, Q, b):
    K, total = len(p), 1.0
    for k in range(K):
        C = np.array([np.eye(K)[k] - np.eye(K)[j] for j in range(K) if j != k])
        total -= p[k] * positive(C @ (M[:, k] + b), np.linalg.cholesky(C @ Q @ C.T))
    return total


def multiclass(params):
    K = len(params["probabilities"])
    if K not in ORDERS:
        raise Skip("too many classes for a product of rules")
    # Gauss–Hermite is exact for the square loss, whose averages are quadratic
    orders = (4, 6) if params["loss"] == "square" else ORDERS[K]
    (coarse, _), (fine, change) = (settle(params, order) for order in orders)
    result, error = {}, {}
    for field, value in fine.items():
        result[field] = value.tolist() if isinstance(value, np.ndarray) else float(value)
        scale = float(np.abs(value).max())
        gap = float(np.abs(value - coarse[field]).max())
        # what is left of a damped, contracting iteration after its last step
        error[field] = 2 * gap + (1e3 * change + 1e-13) * (scale + 1e-3)
    return {"result": result, "error": error}


HANDLERS = {"gaussian-mixture.multiclass": multiclass}

if __name__ == "__main__":
    serve(HANDLERS)
