"""The committee machine at 20 digits and more, from the definition of its output.

Two units: quadrants of a bivariate normal distribution by Plackett's integral over the correlation,
averages by the trapezoid rule in two dimensions. K units: characteristic functions, smoothed by the
uncertainty of the common field. Many units: one-dimensional averages.

Every number is asked for at two resolutions, `digits` that the nodes are made for.
"""
