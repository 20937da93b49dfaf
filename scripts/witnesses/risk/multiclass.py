"""K clusters and one-hot labels: matrices of order parameters, in the K − 1 contrasts of the scores.

    r = −∂ℓ(x), x = ω + V r, ω ~ N(M_k + b, Q);  m̂_k = α p_k E r,  Q̂ = α Σ p_k E r rᵀ,
    V̂ = α Σ p_k E (1 + H V)⁻¹H;   D = (λ + V̂ s)⁻¹,  M = ⟨D m̂ T⟩,  V = ⟨s D⟩,  Q = ⟨s D(m̂ T m̂ᵀ + s Q̂)D⟩

Softmax does not see a common shift of the scores: W has none, and along it V is that of the penalty,
⟨s⟩/λ. The average over ω is the trapezoid rule in the plane, for a smooth decaying integrand; the
proximal point is solved at every node. The square loss is linear in the scores: its moments are
exact, and the equations are solved one after the other.
"""

import gmpy2
import numpy as np

from jsonlines import Skip
from .arithmetic import DIGITS, DOUBLES, REACH, below, density, nodes
from .minimiser import identity, linear
from .saddle import newton, refinable, refine

STEPS = {20: 0.4, 26: 0.32}


def contrasts(A, K):
    """Rows orthonormal to (1, …, 1)."""
    rows = []
    for j in range(1, K):
        size = A.sqrt(A.number(j * (j + 1)))
        rows.append(A.array([1] * j + [-j] + [0] * (K - j - 1)) / size)
    return np.array(rows, dtype=rows[0].dtype)


def inverse(A, matrix):
    if not A.exact:
        return np.linalg.inv(matrix)
    n = len(matrix)
    eye = identity(n)
    return np.array([linear(matrix, eye[:, j]) for j in range(n)], dtype=object).T


def cholesky(A, matrix):
    n = len(matrix)
    L = np.zeros_like(matrix) if not A.exact else identity(n) * 0
    for i in range(n):
        for j in range(i + 1):
            left = matrix[i, j] - (L[i, :j] * L[j, :j]).sum() if j else matrix[i, j]
            if i == j and not left > 0:
                raise ValueError("not positive definite")
            L[i, j] = A.sqrt(left) if i == j else left / L[j, j]
    return L


def small_solve(J, g):
    """J⁻¹ g at every node, for 1 × 1 and 2 × 2 matrices of arrays."""
    if len(g) == 1:
        return [g[0] / J[0][0]]
    det = J[0][0] * J[1][1] - J[0][1] * J[1][0]
    return [(J[1][1] * g[0] - J[0][1] * g[1]) / det, (J[0][0] * g[1] - J[1][0] * g[0]) / det]


def chances(A, B, x):
    """softmax of the scores with contrasts x, and H = diag − p pᵀ in contrasts, node by node."""
    n, K = B.shape
    score = [sum(B[i, k] * x[i] for i in range(n)) for k in range(K)]
    top = np.maximum.reduce(score)
    e = [A.exp(s - top) for s in score]
    total = sum(e)
    p = [v / total for v in e]
    mean = [sum(B[i, k] * p[k] for k in range(K)) for i in range(n)]
    H = [
        [sum(B[i, k] * B[j, k] * p[k] for k in range(K)) - mean[i] * mean[j] for j in range(n)]
        for i in range(n)
    ]
    return score, A.log(total) + top, mean, H


def proximal(A, B, k, omega, V):
    """x = ω + V r(x), node by node: Newton's method with halved steps in doubles, then two in digits."""
    n = len(omega)

    def gap(a, x):
        _, _, mean, H = chances(a, B_of[a], x)
        r = [B_of[a][i, k] - mean[i] for i in range(n)]
        W = V_of[a]
        g = [x[i] - o_of[a][i] - sum(W[i, j] * r[j] for j in range(n)) for i in range(n)]
        J = [
            [int(i == j) + sum(W[i, l] * H[l][j] for l in range(n)) for j in range(n)]
            for i in range(n)
        ]
        return g, J

    B_of = {A: B, DOUBLES: B.astype(float)}
    V_of = {A: V, DOUBLES: V.astype(float)}
    o_of = {A: omega, DOUBLES: [o.astype(float) for o in omega]}
    x = [o.copy() for o in o_of[DOUBLES]]
    g, J = gap(DOUBLES, x)
    for _ in range(200):
        step = small_solve(J, g)
        scale = np.ones_like(x[0])
        size = sum(v * v for v in g)
        for _ in range(40):
            tried = [x[i] - scale * step[i] for i in range(n)]
            after, J_after = gap(DOUBLES, tried)
            worse = sum(v * v for v in after) > size * (1 - 1e-4 * scale) + 1e-28
            if not worse.any():
                break
            scale = np.where(worse, scale / 2, scale)
        x, g, J = tried, after, J_after
        if max(np.max(np.abs(v)) for v in step) < 1e-13:
            break
    if A.exact:
        x = [A.array(v) for v in x]
        for _ in range(2):
            g, J = gap(A, x)
            x = [v - d for v, d in zip(x, small_solve(J, g))]
    return x


def plane(A, n, step):
    """Nodes and weights of the trapezoid rule for a standard normal in n dimensions."""
    ticks = np.arange(-int(REACH / step), int(REACH / step) + 1) * step
    grid = np.meshgrid(*[ticks] * n, indexing="ij")
    inside = sum(g * g for g in grid) < REACH * REACH
    xi = [A.array(g[inside]) for g in grid]
    weight = A.number(step) ** n
    for v in xi:
        weight = weight * density(A, v, A.number(1))
    return xi, weight


class Softmax:
    """The equations in the unknowns M (n × K), Q and V (upper triangles), b (n)."""

    def __init__(self, params):
        self.p = params
        self.K = len(params["probabilities"])
        if self.K > 3:
            raise Skip("more than two contrasts")
        self.n = self.K - 1
        self.free = params["bias"] == "free"
        self.upper = [(i, j) for i in range(self.n) for j in range(i, self.n)]

    def unpack(self, A, y):
        n, K = self.n, self.K
        M = np.array(y[: n * K]).reshape(n, K)
        rest = list(y[n * K :])
        matrices = []
        for _ in range(2):
            matrix = identity(n) if A.exact else np.zeros((n, n))
            for i, j in self.upper:
                matrix[i, j] = matrix[j, i] = rest.pop(0)
            matrices.append(matrix)
        return M, *matrices, (rest if self.free else [A.number(0)] * n)

    def pack(self, M, Q, V, b):
        flat = [*M.ravel(), *(Q[i, j] for i, j in self.upper), *(V[i, j] for i, j in self.upper)]
        return np.array([*flat, *(b if self.free else [])])

    def averages(self, A, M, Q, V, b, step):
        """m̂ (n × K), Q̂, V̂ without α, Σ p E r, and the mean loss."""
        n, K = self.n, self.K
        B, L = contrasts(A, K), cholesky(A, Q)
        xi, weight = plane(A, n, step)
        share = A.array(self.p["probabilities"])
        zero = A.number(0)
        pull = np.array([[zero] * K for _ in range(n)])
        square = np.array([[zero] * n for _ in range(n)])
        bend = np.array([[zero] * n for _ in range(n)])
        loss = zero
        for k in range(K):
            omega = [M[i, k] + b[i] + sum(L[i, j] * xi[j] for j in range(i + 1)) for i in range(n)]
            x = proximal(A, B, k, omega, V)
            score, total, mean, H = chances(A, B, x)
            r = [B[i, k] - mean[i] for i in range(n)]
            J = [
                [int(i == j) + sum(H[i][l] * V[l, j] for l in range(n)) for j in range(n)]
                for i in range(n)
            ]
            response = [small_solve(J, [H[i][j] for i in range(n)]) for j in range(n)]
            for i in range(n):
                pull[i, k] = share[k] * (weight * r[i]).sum()
                for j in range(n):
                    square[i, j] += share[k] * (weight * r[i] * r[j]).sum()
                    bend[i, j] += share[k] * (weight * response[j][i]).sum()
            loss += share[k] * (weight * (total - score[k])).sum()
        return pull, square, (bend + bend.T) / 2, loss

    def image(self, A, lam, M, Q, V, b, step):
        alpha = A.number(self.p["alpha"])
        pull, square, bend, loss = self.averages(A, M, Q, V, b, step)
        spectrum = self.p["spectrum"]
        n = self.n
        eye = identity(n) if A.exact else np.eye(n)
        new = [0 * M, 0 * Q, 0 * V]
        size = A.number(0)
        for W, s, T in zip(spectrum["weights"], spectrum["covariance"], spectrum["means"]):
            W, s = A.number(W), A.number(s)
            T = np.array([A.array(row) for row in T])
            D = inverse(A, lam * eye + alpha * s * bend)
            signal = alpha * pull
            inner = signal.dot(T).dot(signal.T) + s * alpha * square
            new[0] = new[0] + W * D.dot(signal).dot(T)
            new[1] = new[1] + W * s * D.dot(inner).dot(D)
            new[2] = new[2] + W * s * D
            size += W * np.trace(D.dot(inner).dot(D))
        return new, pull.sum(axis=1), loss, size, bend

    def residual(self, A, lam, step):
        lam = A.number(lam)

        def residual(y):
            M, Q, V, b = self.unpack(A, y)
            new, push, *_ = self.image(A, lam, M, Q, V, b, step)
            return list(self.pack(new[0] - M, new[1] - Q, new[2] - V, list(push)))

        return residual

    def start(self, lam, steps=150):
        A, n, K = DOUBLES, self.n, self.K
        s = float(np.dot(self.p["spectrum"]["weights"], self.p["spectrum"]["covariance"]))
        B = contrasts(A, K)
        M, Q, V, b = 0.1 * B, 0.1 * np.eye(n), s / (lam + 1) * np.eye(n), [0.0] * n
        for _ in range(steps):
            new, push, _, _, bend = self.image(A, lam, M, Q, V, b, 0.6)
            M, Q, V = (0.5 * old + 0.5 * now for old, now in zip((M, Q, V), new))
            if self.free:
                b = list(np.array(b) + 0.5 * np.linalg.solve(bend, push))
        return self.pack(M, Q, V, b)

    def answering(self):
        lam = self.p["lambda"]
        problem = self.residual(DOUBLES, lam, STEPS[20])
        found = newton(problem, self.start(float(lam)))
        if found is None:
            raise Skip("the iteration does not lead to the solution")
        y, J = refinable(problem, found)

        def answer(order):
            nonlocal y
            A, K, n = DIGITS, self.K, self.n
            y = refine(self.residual(A, lam, STEPS[order]), y, J)
            M, Q, V, b = self.unpack(A, y)
            _, _, loss, size, _ = self.image(A, A.number(lam), M, Q, V, b, STEPS[order])
            B = contrasts(A, K)
            spectrum = self.p["spectrum"]
            common = sum(
                (A.number(W) * A.number(s) for W, s in zip(spectrum["weights"], spectrum["covariance"])),
                A.number(0),
            ) / A.number(lam)
            scores, spread = B.T.dot(M), B.T.dot(Q).dot(B)
            offset = B.T.dot(np.array(b, dtype=object))
            return {
                "overlap": scores.tolist(),
                "norm": spread.tolist(),
                "susceptibility": (B.T.dot(V).dot(B) + common / K).tolist(),
                "bias": list(offset),
                "generalisationError": wrong_class(A, self.p, scores, spread, offset, order),
                "trainingLoss": loss,
                "weightNorm": size,
            }

        return answer


def wrong_class(A, params, M, Q, b, order):
    """Σ p_k (1 − P(ω_k is the largest)), for the two or three scores of ω ~ N(M_k + b, Q)."""
    K = len(b)
    total = A.number(0)
    for k, share in enumerate(params["probabilities"]):
        others = [j for j in range(K) if j != k]
        C = np.array([[int(i == k) - int(i == j) for i in range(K)] for j in others], dtype=object)
        mean = C.dot(M[:, k] + b)
        L = cholesky(A, C.dot(Q).dot(C.T))
        if K == 2:
            total += A.number(share) * below(A, -mean[0] / L[0, 0])
            continue
        # lost to the first of the others, or not to the first but to the second
        edge = -mean[0] / L[0, 0]
        slope, place = L[1, 0] / L[1, 1], -mean[1] / L[1, 1]
        width = abs(1 / slope) if slope != 0 else A.number(1)
        features = [(0, A.number(1)), (edge, A.number(1))]
        if slope != 0:
            features.append((place / slope, width))
        z, weight = nodes(A, edge, max(edge, A.number(0)) + REACH, features, order)
        beyond = (weight * density(A, z, A.number(1)) * below(A, place - slope * z)).sum()
        total += A.number(share) * (below(A, edge) + beyond)
    return total


def square(params):
    """The square loss: V is v times the identity, M solves a linear system, Q another."""
    A, K = DIGITS, len(params["probabilities"])
    share = A.array(params["probabilities"])
    alpha, lam = A.number(params["alpha"]), A.number(params["lambda"])
    spectrum = params["spectrum"]
    weights, s = A.array(spectrum["weights"]), A.array(spectrum["covariance"])
    T = [np.array([A.array(row) for row in t]) for t in spectrum["means"]]
    free = params["bias"] == "free"

    # v = ⟨s/(λ + αs/(1 + v))⟩ rises to the root from below, by bisection in ln v
    def rise(v):
        return (weights * s / (lam + alpha * s / (1 + v))).sum() / v - 1

    low, high = A.number(-200), A.number(200)
    for _ in range(160):
        middle = (low + high) / 2
        low, high = (middle, high) if rise(gmpy2.exp(middle)) > 0 else (low, middle)
    v = gmpy2.exp((low + high) / 2)
    D = 1 / (lam + alpha * s / (1 + v))

    def force(M, b):
        """α p_k E r_k as columns."""
        return (identity(K) - M - b[:, None]) * (alpha * share / (1 + v))

    def centre(M):
        return (identity(K) - M).dot(share) if free else 0 * share

    def image(M):
        m_hat = force(M, centre(M))
        return sum(W * d * m_hat.dot(t) for W, d, t in zip(weights, D, T))

    origin = image(identity(K) * 0).ravel()
    columns = [image(e.reshape(K, K)).ravel() - origin for e in identity(K * K)]
    M = linear(identity(K * K) - np.array(columns, dtype=object).T, origin).reshape(K, K)
    b = centre(M)
    m_hat = force(M, b)
    R = identity(K) - M - b[:, None]
    known = (R * share).dot(R.T)  # Σ p_k (e_k − M_k − b)(…)ᵀ
    noise = alpha / (1 + v) ** 2
    gain = noise * (weights * s * s * D * D).sum()
    signal = sum(W * x * d * d * m_hat.dot(t).dot(m_hat.T) for W, x, d, t in zip(weights, s, D, T))
    Q = (signal + gain * known) / (1 - gain)
    Q_hat = noise * (known + Q)
    size = sum(
        W * d * d * np.trace(m_hat.dot(t).dot(m_hat.T) + x * Q_hat)
        for W, x, d, t in zip(weights, s, D, T)
    )
    fields = {
        "overlap": M.tolist(),
        "norm": Q.tolist(),
        "susceptibility": (identity(K) * v).tolist(),
        "bias": list(b),
        "trainingLoss": np.trace(Q_hat) / (2 * alpha),
        "weightNorm": size,
    }

    def answer(order):
        if K > 3:
            return fields
        return {**fields, "generalisationError": wrong_class(A, params, M, Q, b, order)}

    return answer
