"""Empirical risk minimisation from its unreduced equations, in doubles and at 36 digits.

Every function takes an `Arithmetic` and works on NumPy arrays: of doubles to find a solution, of
multiple-precision numbers to refine it. Nothing is simplified: Z₀ and its derivative are summed over
both labels, proximal points are solved for one by one, spectra are integrated.
"""
