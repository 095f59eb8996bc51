#!/usr/bin/env python3
"""Writes Tests/DaichoInsightTests/Prediction/LifetimesTable.swift: purchase histories made by chance, and
what PyPI's Lifetimes makes of them.

    python3 -m venv v && v/bin/pip install lifetimes==0.11.3
    v/bin/python Tests/Benchmarks/lifetimes-table.py > Tests/DaichoInsightTests/Prediction/LifetimesTable.swift
"""
import math
import random
import warnings

warnings.filterwarnings("ignore")
import numpy as np
from lifetimes import BetaGeoFitter, GammaGammaFitter

chance = random.Random(20051)


def history():
    """x, t_x and T in days, mean repeat value: a customer of a BG/NBD and Gamma-Gamma shop, by whole days."""
    age = chance.randint(0, 730)
    rate, leaving = chance.gammavariate(0.8, 1 / 60), chance.betavariate(0.9, 3)
    mean = 1 / chance.gammavariate(4, 1 / 90_000)
    days, day = [], 0.0
    while True:
        day += chance.expovariate(rate) if rate > 0 else math.inf
        if day > age:
            break
        whole = math.floor(day)
        if whole > 0 and whole not in days:
            days.append(whole)
        if chance.random() < leaving:
            break
    x = len(days)
    value = round(sum(round(chance.gammavariate(5, mean / 5)) for _ in days) / x) if x else 0
    return x, days[-1] if x else 0, age, value


x, recency, age, value = (np.array(column, float) for column in zip(*(history() for _ in range(240))))
weeks = lambda days: days / 7
orders, values, repeats = BetaGeoFitter(), GammaGammaFitter(), x > 0
orders.fit(x, weeks(recency), weeks(age), tol=1e-7)
# In thousands, where Lifetimes' search converges.
values.fit(x[repeats], value[repeats] / 1000, tol=1e-7)
likelihood = -len(x) * BetaGeoFitter._negative_log_likelihood(
    np.log(orders.params_.values), x, weeks(recency), weeks(age), np.ones_like(x), 0)
expected = lambda days: orders.conditional_expected_number_of_purchases_up_to_time(
    weeks(days), x, weeks(recency), weeks(age))
columns = [
    orders.conditional_probability_alive(x, weeks(recency), weeks(age)), expected(90), expected(365),
    values.conditional_expected_average_profit(x, value / 1000) * 1000,
]
r, alpha, a, b = orders.params_.values
p, q, v = values.params_.values * np.array([1, 1, 1000])

print('''/// Purchase histories made by chance, and what PyPI's Lifetimes 0.11.3 makes of them. Written by
/// Tests/Benchmarks/lifetimes-table.py.
enum LifetimesTable {''')
for name, number in [
        ("r", r), ("alpha", alpha), ("a", a), ("b", b), ("logLikelihood", likelihood), ("p", p), ("q", q), ("v", v)]:
    print("  static let %s = %.9g" % (name, number))
print('''
  /// x, t_x and T in days, mean repeat value; then the probability to be alive, the purchases expected in 90
  /// and in 365 days, and the expected mean value.
  static let text = """''')
for row in zip(x, recency, age, value, *columns):
    print("    %d,%d,%d,%d,%.9g,%.9g,%.9g,%.9g" % row)
print('    """\n}')
