"""
Bayes-optimal learning of a committee of K hidden units, written from its definition in SciPy.

    y = sign Σ_l sign z_l  (0 for a tie),   z_l = x·w_l,   w_l i.i.d. N(0, 1) or ±1

Two units are described by their sum and difference: with q± = q₁₁ ± q₁₂ the fields (z₁ ± z₂)/√2 are
independent, N(ω±, V±) with V± = 1 − q±, and the matrices q and r are diagonal. V± are carried along
beside q±, never formed as 1 − q±.

Protocol and outcomes are those of bayes_glm.
"""
