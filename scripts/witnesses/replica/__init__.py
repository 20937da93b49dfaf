"""Replica formulas of Bayes-optimal generalised linear models at about 33 digits.

Everything is integrated from the unreduced definitions (Bayes' rule, the density of the observed
field, the density of the label); nothing but the normal distribution function is closed by hand.
"""
