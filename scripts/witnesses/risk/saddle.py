"""Saddle points x = F(x): found in doubles by continuation and Newton's method, refined in digits.

The refinement repeats x ← x − J⁻¹ R(x) with the Jacobian of the doubles: every step gains the digits
that the Jacobian has, so that the residual itself, in multiple precision, decides.
"""

import numpy as np

from jsonlines import Skip
from .arithmetic import DIGITS
from .teacher import OutOfDomain


def attempt(residual, y):
    try:
        with np.errstate(all="ignore"):
            r = np.asarray(residual(y), dtype=float)
    except (OutOfDomain, ValueError, ZeroDivisionError, OverflowError, FloatingPointError):
        return None
    return r if np.all(np.isfinite(r)) else None


def jacobian(residual, y, r):
    h = 1e-5
    columns = []
    for i in range(len(y)):
        up, down = y.copy(), y.copy()
        up[i] += h
        down[i] -= h
        a, b = attempt(residual, up), attempt(residual, down)
        if a is not None and b is not None:
            columns.append((a - b) / (2 * h))
        elif a is not None:
            columns.append((a - r) / h)
        elif b is not None:
            columns.append((r - b) / h)
        else:
            raise Skip("no neighbourhood in which the equations hold")
    return np.array(columns).T


def newton(residual, y, J=None, tolerance=1e-12):
    """The root, or None where it is not found; with a Jacobian that steps have kept up to date.

    `J` is one from the neighbourhood: it is corrected by what every step teaches (Broyden), and only
    computed anew where that does not halve the residual.
    """
    r = attempt(residual, y)
    if r is None:
        return None
    fresh = J is None
    if fresh:
        J = jacobian(residual, y, r)
    for _ in range(100):
        try:
            step = -np.linalg.solve(J, r)
        except np.linalg.LinAlgError:
            return None
        scale = min(1.0, 2.0 / (1e-300 + np.max(np.abs(step))))
        size = np.linalg.norm(r)
        for _ in range(30 if fresh else 2):
            after = attempt(residual, y + scale * step)
            if after is not None and np.linalg.norm(after) < size:
                break
            scale /= 2
        else:
            if not fresh:
                J, fresh = jacobian(residual, y, r), True
                continue
            # nothing improves: rounding, if the residual is at that level
            return (y, J) if size < 1e-8 else None
        moved = scale * step
        J = J + np.outer(after - r - J @ moved, moved) / (moved @ moved)
        y, r = y + moved, after
        if np.linalg.norm(r) < tolerance:
            return y, J
        fresh = False
        if np.linalg.norm(r) > size / 2:
            J, fresh = jacobian(residual, y, r), True
    return None


def refinable(residual, found):
    """The root with a Jacobian that has all the digits of differences."""
    y, _ = found
    return y, jacobian(residual, y, attempt(residual, y))


def follow(problem, target, start, easy=1.0):
    """Newton's method along a path of λ, from an easy one to the target, halving what fails."""
    y = start(easy)
    found = newton(problem(easy), y)
    if found is None:
        raise Skip("no solution at the easy end of the path")
    here, step = np.log(easy), np.log(5.0)
    goal = np.log(target)
    before = None
    while here != goal:
        there = goal if abs(goal - here) <= step else here + np.sign(goal - here) * step
        guess = found[0]
        if before is not None:
            guess = guess + (guess - before[1]) * (there - here) / (here - before[0])
        ahead = newton(problem(np.exp(there) if there != goal else target), guess, found[1])
        if ahead is None:
            before, step = None, step / 2
            if step < 1e-3:
                raise Skip("the path is lost")
            continue
        before = (here, found[0])
        here, found = there, ahead
    return refinable(problem(target), found)


def refine(residual, y, J):
    """The root of the residual in digits from that of the doubles."""
    inverse = np.linalg.inv(J).astype(object)
    y = DIGITS.array(y)
    last = None
    for _ in range(25):
        r = np.array(residual(y), dtype=object)
        size = max(abs(float(v)) for v in r)
        y = y - inverse.dot(r)
        # the next residual is smaller by the digits of the Jacobian, as this one was
        gain = 1e-5 if last is None else max(size / last, 1e-8)
        if size * gain < 1e-26:
            return y
        if last is not None and gain > 0.5 and last < 1e-6:
            raise Skip("the refinement stalls")
        last = size
    raise Skip("the refinement does not arrive")
