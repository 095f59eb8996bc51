"""The figures of `daicho report sales|rfm|cohorts|products` and `daicho recommend`, computed once more with
pandas and mlxtend from order lines: nothing here is shared with the program.

A frame of lines has the columns date (datetime64), order, customer (missing: not in the register), amount
(minor units; missing: a currency without a rate), sku, quantity and type.
"""

from fractions import Fraction
from math import ceil, floor

import numpy
import pandas


def orders(lines):
    """One row an order: the lines of one order id and one customer."""
    lines = lines.assign(customer=lines["customer"].fillna(""), amount=lines["amount"].fillna(0).astype("int64"))
    grouped = lines.groupby(["customer", "order"], sort=False, as_index=False)
    return grouped.agg(date=("date", "min"), amount=("amount", "sum"))


def rounded_mean(total, count):
    """In whole units, half away from zero."""
    value = Fraction(int(total), int(count))
    return int(floor(value + Fraction(1, 2)) if value >= 0 else -floor(-value + Fraction(1, 2)))


def sales(lines, frequency="M"):
    """Rows by month ("M") or by quarters and years that end in another month ("Q-MAR", "Y-MAR")."""
    all_orders = orders(lines)
    if all_orders.empty:
        return []
    all_orders["period"] = all_orders["date"].dt.to_period(frequency)
    known = all_orders[all_orders["customer"] != ""].sort_values("date", kind="stable").copy()
    known["number"] = known.groupby("customer").cumcount() + 1
    known["is_new"] = known["period"] == known.groupby("customer")["period"].transform("min")
    seen = known.groupby(["period", "customer"]).agg(is_new=("is_new", "first"), number=("number", "max"))
    seen = seen.reset_index()
    rows = []
    for period in pandas.period_range(all_orders["period"].min(), all_orders["period"].max()):
        mine = all_orders[all_orders["period"] == period]
        people = seen[seen["period"] == period]
        of_known = known[known["period"] == period]
        unmatched = mine[mine["customer"] == ""]
        rows.append({
            "period": str(period), "orders": len(mine), "customers": len(people),
            "revenue": int(mine["amount"].sum()),
            "average": rounded_mean(mine["amount"].sum(), len(mine)) if len(mine) else None,
            "new": int(people["is_new"].sum()), "returning": int((~people["is_new"]).sum()),
            "repeating": int((people["number"] >= 2).sum()),
            "new_revenue": int(of_known.loc[of_known["is_new"], "amount"].sum()),
            "returning_revenue": int(of_known.loc[~of_known["is_new"], "amount"].sum()),
            "unmatched": len(unmatched), "unmatched_revenue": int(unmatched["amount"].sum()),
        })
    return rows


def nearest_rank(values):
    ordered = numpy.sort(values)
    size = len(ordered)
    return [int(ordered[ceil(Fraction(k, 5) * size) - 1]) for k in range(1, 5)] if size else []


SEGMENTS = {
    "hibernating": ((1, 2), (1, 2)), "at-risk": ((1, 2), (3, 4)), "cant-lose": ((1, 2), (5, 5)),
    "about-to-sleep": ((3, 3), (1, 2)), "need-attention": ((3, 3), (3, 3)), "loyal": ((3, 4), (4, 5)),
    "promising": ((4, 4), (1, 1)), "new": ((5, 5), (1, 1)), "potential-loyal": ((4, 5), (2, 3)),
    "champion": ((5, 5), (4, 5)),
}


def rfm(lines, today):
    all_orders = orders(lines)
    known = all_orders[all_orders["customer"] != ""]
    people = known.groupby("customer").agg(last=("date", "max"), f=("order", "size"), m=("amount", "sum"))
    people["r"] = (pandas.Timestamp(today) - people["last"]).dt.days
    bounds = {"recency": nearest_rank(people["r"]), "frequency": nearest_rank(people["f"]),
              "monetary": nearest_rank(people["m"])}
    people["R"] = 5 - numpy.searchsorted(bounds["recency"], people["r"], side="left")
    people["F"] = 1 + numpy.searchsorted(bounds["frequency"], people["f"], side="left")
    people["M"] = 1 + numpy.searchsorted(bounds["monetary"], people["m"], side="left")
    grid = people.groupby(["R", "F"]).agg(customers=("m", "size"), revenue=("m", "sum"))
    cells = {(r, f): (int(row.customers), int(row.revenue)) for (r, f), row in grid.iterrows()}
    segments = {}
    for name, ((r1, r2), (f1, f2)) in SEGMENTS.items():
        mine = people[people["R"].between(r1, r2) & people["F"].between(f1, f2)]
        segments[name] = {"customers": len(mine), "revenue": int(mine["m"].sum())}
    return {"bounds": bounds, "segments": segments, "total": int(people["m"].sum()),
            "grid": [[cells.get((r, f), (0, 0)) for f in range(1, 6)] for r in range(1, 6)]}


def cohorts(lines):
    """Only the pairs with an order; the program writes those without as zeros."""
    all_orders = orders(lines)
    known = all_orders[all_orders["customer"] != ""].copy()
    known["month"] = known["date"].dt.to_period("M")
    if known.empty:
        return []
    known["cohort"] = known.groupby("customer")["month"].transform("min")
    known["months"] = (known["month"].dt.year - known["cohort"].dt.year) * 12 + (
        known["month"].dt.month - known["cohort"].dt.month)
    size = known.groupby("cohort")["customer"].nunique()
    table = known.groupby(["cohort", "months"]).agg(retained=("customer", "nunique"), revenue=("amount", "sum"))
    return [{"cohort": str(cohort), "months": int(months), "customers": int(size[cohort]),
             "retained": int(row.retained), "revenue": int(row.revenue)}
            for (cohort, months), row in table.iterrows()]


def items(lines):
    sold = lines[lines["sku"].notna() & lines["type"].fillna("item").eq("item")]
    return sold.assign(amount=sold["amount"].fillna(0).astype("int64"), quantity=sold["quantity"].fillna(1.0),
                       customer=sold["customer"].fillna(""))


def products(lines, today):
    sold = items(lines)
    sold = sold.assign(pieces=numpy.where(sold["amount"] < 0, -sold["quantity"].abs(), sold["quantity"]))
    bought = sold[(sold["amount"] >= 0) & (sold["quantity"] >= 0)]
    ages = (pandas.Timestamp(today) - sold["date"]).dt.days
    rows = []
    for sku, mine in sold.groupby("sku"):
        buys = bought[bought["sku"] == sku].drop_duplicates(["customer", "order"])
        known = buys[buys["customer"] != ""].groupby("customer").size()
        recent = mine[(ages[mine.index] >= 0) & (ages[mine.index] < 90)]["pieces"].sum()
        rows.append({"sku": sku, "revenue": int(mine["amount"].sum()), "quantity": float(mine["pieces"].sum()),
                     "orders": len(buys), "buyers": len(known), "repeat_buyers": int((known >= 2).sum()),
                     "sold_in_90_days": float(max(0, recent))})
    return rows


def rules(lines, minimum_support):
    from mlxtend.frequent_patterns import apriori, association_rules

    sold = items(lines)
    bought = sold[(sold["amount"] >= 0) & (sold["quantity"] >= 0)]
    baskets = pandas.crosstab([bought["customer"], bought["order"]], bought["sku"]).astype(bool)
    frequent = apriori(baskets, min_support=minimum_support, use_colnames=True, max_len=2)
    if frequent.empty:
        return []
    table = association_rules(frequent, metric="support", min_threshold=minimum_support)
    return [{"antecedent": next(iter(row.antecedents)), "consequent": next(iter(row.consequents)),
             "support": row.support, "confidence": row.confidence, "lift": row.lift}
            for row in table.itertuples() if len(row.antecedents) == 1 and len(row.consequents) == 1]
