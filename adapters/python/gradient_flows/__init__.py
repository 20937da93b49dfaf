"""
Gradient flow on phase retrieval, one unit on a sphere or many, written from its definition in SciPy.

    y = |x·w*|,   L(w) = Σ (y² − (x·w)²)²,   L(W) = Σ (y² − |W x|²/m)²

x has entries of variance 1/d. Trajectories are integrated by `scipy.integrate.solve_ivp`, averages
are taken by quadrature in two dimensions, and the certificate of uniqueness is a semidefinite
programme solved by an interior-point method.

Protocol and outcomes are those of bayes_glm.
"""
