#!/usr/bin/env python3
"""Writes the table in ProportionDifferenceTests with statsmodels 0.15.0: pip install statsmodels."""
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

CASES = [(0, 10, 0, 20), (0, 1, 1, 1), (10, 10, 0, 20), (5, 56, 0, 29), (56, 70, 48, 80), (9, 10, 3, 10),
         (32, 640, 18, 640), (12, 5000, 30, 5000), (400, 10000, 300, 10000), (3, 300, 9, 290),
         (1, 3, 2, 3), (123456, 1000000, 122000, 1000000)]

for a, n, b, m in CASES:
    low, high = confint_proportions_2indep(a, n, b, m, compare="diff", method="newcomb")
    wilson = proportion_confint(a, n, method="wilson")
    print(f"    ({a}, {n}, {b}, {m}, {low:.12f}, {high:.12f}, {wilson[0]:.12f}, {wilson[1]:.12f}),")
