import DaichoTestSupport
import Foundation
import Testing

/// `report --compare` against the two reports it is made of, put together by other means.
struct ReportComparisonOracleTests {
  private static let check = """
    import json, sys
    from decimal import Decimal
    then, now, both = [json.load(open(f), parse_float=Decimal, parse_int=Decimal) for f in sys.argv[1:4]]

    def part(value, name):
        if isinstance(value, dict):
            if set(value) == {"then", "now", "difference"}:
                if value["then"] is not None and value["now"] is not None:
                    assert value["now"] - value["then"] == value["difference"], value
                return value[name]
            return {key: part(inner, name) for key, inner in value.items()}
        return value

    def figures(row):
        "What is counted or measured, and nothing else: texts are now's in every row that is not gone."
        if isinstance(row, dict):
            kept = {key: figures(value) for key, value in row.items() if key != "row"}
            return {key: value for key, value in kept.items() if value not in (None, {}) and not isinstance(value, str)}
        return row

    def rows(report, name):
        missing = {"then": "new", "now": "gone"}[name]
        return [figures(part(row, name)) for row in report["rows"] if row["row"] != missing]

    def key(row): return json.dumps(row, sort_keys=True, default=str)

    plain = lambda report: [figures(row) for row in report["rows"]]
    assert rows(both, "now") == plain(now), (rows(both, "now"), plain(now))
    assert sorted(map(key, rows(both, "then"))) == sorted(map(key, plain(then))), (rows(both, "then"), plain(then))
    assert figures(part(both["totals"], "now")) == figures(now["totals"])
    assert figures(part(both["totals"], "then")) == figures(then["totals"])
    assert both["compared_with"]["as_of"] == then["as_of"] and both["as_of"] == now["as_of"]
    """

  @Test func isMadeOfBothReports() throws {
    let shop = try Shop()
    try shop.write(
      """
      date,order,line,customer,amount,sku
      2026-08-01,o1,1,hanako-yamada,1000,A
      2026-09-05,o2,1,taro-ono,500,B
      2026-09-20,o3,1,hanako-yamada,700,A

      """, "orders/2026.csv")
    try shop.write(
      "---\nsubject: Late\ncustomer: taro-ono\nopened: 2026-09-01\ntype: complaint\n---\n", "inquiries/i1.md")
    try shop.git.commitAll("Then")
    try shop.write(try shop.read("orders/2026.csv") + "2026-10-02,o4,1,taro-ono,1200,C\n", "orders/2026.csv")
    try shop.replace("stage: proposal", "stage: won", in: "deals/d1.md")
    try shop.write("---\ntitle: New\nstage: inquiry\namount: 70\n---\n", "deals/d2.md")
    try shop.write("---\nname: Chie\nlifecycle: lead\nsource: fair\n---\n", "customers/chie.md")
    try shop.git("rm", "-q", "inquiries/i1.md")
    let reports = [
      "pipeline", "forecast", "leads", "activity", "inquiries", "sales", "rfm", "cohorts", "products", "ltv",
      "campaigns", "roi",
    ]
    try shop.repository.write(ReportComparisonOracleTests.check, to: ".git/check.py")
    let check = shop.repository.path(of: ".git/check.py")
    let script = """
      for report in \(reports.joined(separator: " ")); do
        daicho report $report --at HEAD --format json > .git/then 2>&1 || cat .git/then
        daicho report $report --today 2026-11-25 --format json > .git/now
        daicho report $report --today 2026-11-25 --compare HEAD --format json > .git/both
        sed -i '/^as of commit/d' .git/then
        python3 \(check) .git/then .git/now .git/both 2>&1 || echo $report
      done
      """
    let differences = try shop.shell(script).stdout
    #expect(differences == "")
  }

  /// What people read: one figure where nothing changed, else both and the difference.
  @Test func tellsPeopleInOneCell() throws {
    let shop = try Shop()
    try shop.replace("amount: 1000", "amount: 2500", in: "deals/d1.md")
    try shop.write("---\ntitle: New\nstage: secret\namount: 70\n---\n", "deals/d2.md")
    let result = try shop.daicho("report", "pipeline", "--compare", "HEAD", "--today", "2026-11-20")
    #expect(result.stdout.contains("¥1,000 → ¥2,500 (+¥1,500)"))
    #expect(result.stdout.contains("– → 1 (+1)") && result.stdout.contains("new"))
    let page = try shop.daicho(
      "report", "pipeline", "--compare", "HEAD", "--today", "2026-11-20", "--format", "html")
    #expect(page.stdout.contains("¥1,000 → ¥2,500 (+¥1,500)</td>"))
    let back = try shop.daicho("report", "pipeline", "--compare", "2020-01-01")
    #expect(back.status == 2 && back.stderr.contains("2020-01-01"))
  }

  /// A segment that then did not have is an error that says of when.
  @Test func saysOnWhichSideItFailed() throws {
    let shop = try Shop()
    try shop.write("---\nof: deals\nwhere: amount > 1\n---\n", "segments/big.md")
    let result = try shop.daicho("report", "pipeline", "--segment", "big", "--compare", "HEAD")
    #expect(result.status == 2 && result.stderr.contains("as of 2026-11-20: "))
  }
}
