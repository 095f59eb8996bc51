#!/usr/bin/env python3
"""Compares `daicho report sales|rfm|cohorts|products` and `daicho recommend`, figure by figure, with pandas and
mlxtend (orderfigures.py), and times the two.

    reports.py compare DAICHO WORKSPACE TODAY     a workspace that is there, and a table of times
    reports.py random DAICHO SEED [SEED…]         made workspaces with all that is awkward about orders
    reports.py cdnow DAICHO                       the CDNOW master file, where PyPI's Lifetimes is installed

Needs pandas; mlxtend for the rules of `random`. The exit status is 1 where a figure differs.
"""

import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

sys.dont_write_bytecode = True

import orderfigures  # noqa: E402
import pandas  # noqa: E402

differences = 0


def check(what, ours, theirs):
    global differences
    if ours == theirs:
        return
    differences += 1
    if differences <= 20:
        print(f"DIFFERENT {what}\n  daicho: {str(ours)[:300]}\n  pandas: {str(theirs)[:300]}", file=sys.stderr)


def near(what, ours, theirs):
    if ours is None or abs(ours - theirs) > 1e-9 + 1e-6 * abs(theirs):
        check(what, ours, theirs)


def run(daicho, folder, *arguments, today):
    result = subprocess.run([daicho, "-C", str(folder), *arguments, "--today", today, "--format", "json"],
                            capture_output=True)
    if result.returncode != 0:
        sys.exit(f"{arguments}: {result.stderr.decode()}")
    # Amounts are exact decimal numbers: as text they stay so.
    return json.loads(result.stdout, parse_float=str, parse_int=str)


class Shop:
    """The order lines of a workspace as pandas reads them: those that count, up to today."""

    def __init__(self, folder, today, digits=0, counting=("paid", "shipped", "delivered"), rates=None,
                 currency="JPY", aliases=None):
        self.folder, self.today, self.digits = Path(folder), today, digits
        self.known = {path.stem for path in self.folder.glob("customers/**/*.md")}
        self.counting, self.rates, self.currency, self.aliases = counting, rates or {}, currency, aliases or {}

    def read(self):
        text = {name: str for name in ["order", "customer", "sku", "line", "status", "type", "currency"]}
        frames = [pandas.read_csv(path, dtype=text | {"amount": str}) for path in
                  sorted(self.folder.glob("orders/*.csv"))]
        lines = pandas.concat(frames, ignore_index=True).drop_duplicates()
        for column in ["status", "type", "sku", "quantity", "currency"]:
            if column not in lines:
                lines[column] = None
        lines["date"] = pandas.to_datetime(lines["date"])
        lines = lines[lines["status"].isna() | lines["status"].isin(self.counting)]
        lines = lines[lines["date"] <= pandas.Timestamp(self.today)].copy()
        if self.aliases:
            lines["customer"] = lines["customer"].str.lower().replace(self.aliases)
        lines["customer"] = lines["customer"].where(lines["customer"].isin(self.known))
        lines["amount"] = self.minor(lines)
        lines["quantity"] = lines["quantity"].astype("float64")
        return lines

    def minor(self, lines):
        if lines["currency"].isna().all():
            return (lines["amount"].astype("float64") * 10**self.digits).round().astype("Int64")

        def convert(amount, currency):
            rate = 1 if pandas.isna(currency) or currency == self.currency else self.rates.get(currency)
            if rate is None:
                return pandas.NA
            exact = Fraction(amount) * rate * 10**self.digits
            return int(abs(exact) + Fraction(1, 2)) * (1 if exact >= 0 else -1)

        values = [convert(*pair) for pair in zip(lines["amount"], lines["currency"])]
        return pandas.array(values, dtype="Int64")

    def units(self, value):
        return None if value is None else int(Fraction(value) * 10**self.digits)


def compare(daicho, shop, with_rules=False):
    def ask(*arguments):
        return run(daicho, shop.folder, *arguments, today=shop.today)

    lines, units = shop.read(), shop.units
    for interval, frequency in [("month", "M"), ("quarter", "Q-MAR"), ("year", "Y-MAR")]:
        rows = ask("report", "sales", "--by", interval)["rows"]
        theirs = orderfigures.sales(lines, frequency)
        check(f"{interval}s", len(rows), len(theirs))
        for ours, row in zip(rows, theirs):
            names = ["orders", "customers", "new", "returning", "unmatched"]
            check((interval, row["period"]), [int(ours[name]) for name in names], [row[name] for name in names])
            names = ["revenue", "average", "new_revenue", "returning_revenue", "unmatched_revenue"]
            check((interval, row["period"]), [units(ours[name]) for name in names], [row[name] for name in names])
            if row["customers"]:
                near((interval, row["period"]), round(float(ours["repeat_rate"]), 4),
                     round(row["repeating"] / row["customers"] + 1e-12, 4))
            if interval == "month":
                check("month", ours["month"], row["period"])
    ours, theirs = ask("report", "rfm"), orderfigures.rfm(lines, shop.today)
    bounds = ours["thresholds"]
    check("recency", [int(value) for value in bounds["recency"]], theirs["bounds"]["recency"])
    check("frequency", [int(value) for value in bounds["frequency"]], theirs["bounds"]["frequency"])
    check("monetary", [units(value) for value in bounds["monetary"]], theirs["bounds"]["monetary"])
    segments = {row["segment"]: {"customers": int(row["customers"]), "revenue": units(row["revenue"])}
                for row in ours["rows"]}
    check("segments", segments, theirs["segments"])
    for cell in ours["grid"]:
        r, f = int(cell["recency"]), int(cell["frequency"])
        check(("grid", r, f), (int(cell["customers"]), units(cell["revenue"])), theirs["grid"][r - 1][f - 1])
    rows = [{"cohort": row["cohort"], "months": int(row["months"]), "customers": int(row["customers"]),
             "retained": int(row["retained"]), "revenue": units(row["revenue"])}
            for row in ask("report", "cohorts")["rows"]]
    check("cohorts", [row for row in rows if row["retained"]], orderfigures.cohorts(lines))
    if lines["sku"].notna().any():
        ours = {row["sku"]: row for row in ask("report", "products")["rows"]}
        for row in orderfigures.products(lines, shop.today):
            mine = ours.get(row["sku"], {})
            check(row["sku"], units(mine.get("revenue")), row["revenue"])
            check(row["sku"], float(mine.get("quantity", "nan")), row["quantity"])
            check(row["sku"], [int(mine[name]) for name in ["orders", "buyers"]], [row["orders"], row["buyers"]])
            if row["buyers"]:
                near(row["sku"], round(float(mine["repeat_rate"]), 4),
                     round(row["repeat_buyers"] / row["buyers"] + 1e-12, 4))
            near(row["sku"], float(mine["sold_per_day"]), round(row["sold_in_90_days"] / 90, 4))
    if with_rules:
        ours = {(row["antecedent"], row["consequent"]): row for row in ask("recommend")}
        theirs = orderfigures.rules(lines, 0.02)
        check("rules", sorted(ours), sorted((row["antecedent"], row["consequent"]) for row in theirs))
        for row in theirs:
            mine = ours.get((row["antecedent"], row["consequent"]), {})
            for name in ["support", "confidence", "lift"]:
                near((row["antecedent"], row["consequent"], name), float(mine.get(name, "nan")), row[name])


def timed(body, runs=5):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        body()
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2] * 1000


def times(daicho, shop):
    """Ours are whole processes with their refresh, less a process that does nothing; theirs read the files and
    compute, in a Python that runs already."""
    def ours(*arguments):
        command = [daicho, "-C", str(shop.folder), *arguments]
        return timed(lambda: subprocess.run(command, capture_output=True, check=True))

    start_up = ours("--version")
    refresh = ours("list", "customers", "--limit", "1", "--today", shop.today) - start_up
    print(f"| report | ours | of it the refresh | pandas | ratio |\n| --- | ---: | ---: | ---: | ---: |")
    for name, figures in [("rfm", lambda lines: orderfigures.rfm(lines, shop.today)),
                          ("cohorts", orderfigures.cohorts), ("sales", orderfigures.sales),
                          ("products", lambda lines: orderfigures.products(lines, shop.today))]:
        mine = ours("report", name, "--today", shop.today, "--format", "json") - start_up
        theirs = timed(lambda: figures(shop.read()), runs=3)
        print(f"| {name} | {mine:.0f} ms | {refresh:.0f} ms | {theirs:.0f} ms | {mine / theirs:.2f}× |")


def workspace(folder, settings):
    (folder / "customers").mkdir(parents=True)
    (folder / "orders").mkdir()
    (folder / "daicho.yml").write_text(settings)


def made_at_random(folder, seed):
    """Refunds larger than orders, several orders a day, equal values, customers named in three ways, unknown
    ones, two foreign currencies of which one has a rate, lines of the future, lines twice."""
    generator = random.Random(seed)
    workspace(folder, "name: Test\ncurrency: JPY\nrates: {EUR: 160.5}\nrecommend: {min_support: 2%, min_orders: 1}\n")
    aliases, people = {}, []
    for number in range(generator.choice([1, 3, 60, 200])):
        name = f"c{number:03}"
        (folder / "customers" / f"{name}.md").write_text(
            f"---\nemail: {name}@example.com\nids: {{shop: {900000 + number}}}\n---\n")
        aliases |= {f"{name}@example.com": name, f"{900000 + number}": name}
        people.append([name, f"{name.upper()}@example.com", str(900000 + number)])
    skus = [f"S{number}" for number in range(generator.choice([2, 9, 40]))]
    rows = []
    for number in range(generator.choice([1, 40, 600])):
        day = date(2024, 2, 29) + timedelta(days=generator.randrange(generator.choice([3, 800])))
        customer = generator.choice(people) if generator.random() < 0.93 else [f"stranger-{number % 7}"]
        for line in range(generator.randrange(1, 5)):
            amount = generator.choice(["0", "500", "980", str(generator.randrange(-50, 9000))])
            currency = generator.choice(["", "", "", "JPY", "EUR", "USD"])
            if currency == "EUR":
                amount = f"{generator.randrange(900)}.{generator.randrange(100):02}"
            kind = generator.choice(["item", "", "", "shipping", "discount", "fee", "refund"])
            status = generator.choice(["", "paid", "shipped", "delivered", "cancelled", "placed"])
            when = day + timedelta(days=generator.choice([0, 0, 0, 40]))
            rows.append([when.isoformat(), f"A{number}", line, generator.choice(customer), amount,
                         generator.choice(skus) if kind != "shipping" else "",
                         generator.choice(["", "1", "2", "-1", "1.5"]), currency, status, kind])
    rows += generator.sample(rows, len(rows) // 20)
    header = ["date", "order", "line", "customer", "amount", "sku", "quantity", "currency", "status", "type"]
    with open(folder / "orders" / "all.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header] + rows)
    return Shop(folder, "2026-01-31", rates={"EUR": Fraction("160.5")}, aliases=aliases)


def made_of_cdnow(folder):
    """Fader & Hardie's CDNOW master data set: 23,570 customers, 69,659 orders."""
    import lifetimes

    workspace(folder, "name: CDNOW\ncurrency: USD\ntimezone: America/New_York\nlocale: en\n")
    source = Path(lifetimes.__file__).parent / "datasets" / "CDNOW_master.txt"
    rows, people = [], set()
    for number, line in enumerate(source.read_text().splitlines()[1:]):
        customer, day, pieces, amount = line.split()
        people.add(customer)
        rows.append([f"{day[:4]}-{day[4:6]}-{day[6:]}", f"O{number}", f"p{customer}", amount, pieces])
    for customer in people:
        shard = folder / "customers" / customer[:2]
        shard.mkdir(exist_ok=True)
        (shard / f"p{customer}.md").write_text(f"---\nname: {customer}\n---\n")
    with open(folder / "orders" / "all.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([["date", "order", "customer", "amount", "quantity"]] + rows)
    print(f"{len(people)} customers, {len(rows)} orders")
    return Shop(folder, "1998-06-30", digits=2, currency="USD")


def main():
    mode, daicho, *rest = sys.argv[1:]
    if mode == "compare":
        shop = Shop(rest[0], rest[1])
        compare(daicho, shop)
        times(daicho, shop)
    else:
        for seed in rest if mode == "random" else [None]:
            with tempfile.TemporaryDirectory() as folder:
                made = Path(folder) / "shop"
                shop = made_of_cdnow(made) if mode == "cdnow" else made_at_random(made, int(seed))
                compare(daicho, shop, with_rules=mode == "random")
    print("every figure is equal" if differences == 0 else f"{differences} figures differ")
    sys.exit(1 if differences else 0)


main()
