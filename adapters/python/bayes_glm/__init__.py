"""
Bayes-optimal generalised linear models, written from their definition in NumPy.

    z = X w,  X_μi ~ N(0, 1/d),  w_i ~ prior,  y_μ ~ P(y | z_μ),  α = n/d,  ρ = E w²

Everything here is Bayes' rule plus numerical integration: posterior moments over z or over w, then
an adaptive integral over what is left. No closed form is used where an integral of the definition
does the job, so that agreement with formulas written down elsewhere means something.
"""
