"""
Regularised empirical risk minimisation in high dimension, written from its definitions in NumPy.

    ŵ = argmin_w  Σ_μ ℓ(y_μ X_μ·w) + (λ/2)|w|²,   ℓ square (1−u)²/2, logistic ln(1 + e^{−u}), hinge

The unknowns of every model are a handful of numbers: overlaps and variances of the fields, and what
the loss answers to them. Here the answers are integrals over the margin, done adaptively, with the
label of the teacher averaged inside; the numbers are roots, found by Newton's method in logarithms
and followed from strong to weak regularisation. No loss has a closed form of its own.

Quadrature, protocol and outcomes are those of bayes_glm.
"""
