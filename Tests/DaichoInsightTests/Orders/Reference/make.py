"""Makes lines.csv, order lines of an invented shop with everything that is awkward about them, and
figures.json, what pandas and mlxtend compute from them. Run here: python3 make.py"""

import csv
import json
import random
import sys
from datetime import date, timedelta
from pathlib import Path

sys.dont_write_bytecode = True
here = Path(__file__).parent
sys.path.append(str(here.parents[2] / "Benchmarks"))

import orderfigures  # noqa: E402
import pandas  # noqa: E402

TODAY = "2026-03-31"
random.seed(20260331)
skus = [f"S{number:02}" for number in range(12)]
people = [f"c{number:02}" for number in range(45)] + [""] * 4
rows = []


def line(day, order, customer, amount, sku="", quantity="", type=""):
    rows.append([day.isoformat(), order, customer, amount, sku, quantity, type])


for number in range(170):
    # Ten weeks without an order.
    day = date(2024, 2, 29) + timedelta(days=random.choice([random.randrange(762), random.randrange(300)]))
    if date(2025, 1, 10) <= day <= date(2025, 3, 20) or day > date(2026, 3, 31):
        continue
    customer = random.choice(people[: 8 + number // 4])
    order = f"A{number}"
    favourite = random.randrange(12)
    for offset in random.sample([0, 0, 0, 1, 1, 5, 7], random.randrange(1, 5)):
        pieces = random.choice(["", "1", "1", "2", "3.5"])
        amount = random.choice([500, 500, 980, 1234, 0, ""])
        line(day, order, customer, amount, skus[(favourite + offset) % 12], pieces, random.choice(["", "item"]))
    if random.random() < 0.4:
        line(day, order, customer, 600, "", "", "shipping")
    if random.random() < 0.1:
        line(day, order, customer, -150, skus[favourite], "", "discount")
    if random.random() < 0.15:
        # Refunded later under the same order; more than it cost.
        later = min(day + timedelta(days=random.randrange(60)), date(2026, 3, 31))
        line(later, order, customer, -4000, skus[favourite], "1", random.choice(["refund", "item"]))
    if random.random() < 0.1:
        line(day, f"B{number}", customer, 700, skus[favourite], "1", "item")
random.shuffle(rows)
header = ["date", "order", "customer", "amount", "sku", "quantity", "type"]
with open(here / "lines.csv", "w", newline="") as file:
    csv.writer(file, lineterminator="\n").writerows([header] + rows)

lines = pandas.read_csv(here / "lines.csv", dtype={"order": str, "customer": str}, parse_dates=["date"])
figures = {
    "today": TODAY, "months": orderfigures.sales(lines), "quarters": orderfigures.sales(lines, "Q-MAR"),
    "rfm": orderfigures.rfm(lines, TODAY), "cohorts": orderfigures.cohorts(lines),
    "products": orderfigures.products(lines, TODAY), "rules": orderfigures.rules(lines, 0.05),
}
with open(here / "figures.json", "w") as file:
    json.dump(figures, file, indent=0)
    file.write("\n")
