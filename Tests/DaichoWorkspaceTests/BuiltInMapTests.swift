import DaichoFiles
import DaichoModel
import DaichoTemplates
import DaichoTestSupport
import Foundation
import Testing

@testable import DaichoWorkspace

struct BuiltInMapTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Templates/imports")

  @Test func theListIsComplete() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter {
      $0.hasSuffix(".yml")
    }
    #expect(Set(files.map { String($0.dropLast(4)) }) == Set(BuiltInTemplates.imports.keys))
    for (stem, text) in BuiltInTemplates.imports {
      #expect(try String(contentsOf: Self.folder.appending(path: "\(stem).yml"), encoding: .utf8) == text)
      #expect(text.utf8.count < 20_000)
      #expect(text.contains("https://"), "\(stem) cites its source")
    }
  }

  @Test func everyOneIsSound() {
    for (stem, text) in BuiltInTemplates.imports {
      let (map, diagnostics) = ImportMapReader.read(Array(text.utf8), path: "imports/\(stem).yml")
      #expect(map != nil)
      #expect(diagnostics == [], "\(stem)")
    }
    #expect(ImportMaps.builtIn.count == BuiltInTemplates.imports.count)
  }

  /// An order of several lines, a discount, shipping, a refund, tax within the prices and beside them: the
  /// ledger's sum is the file's own.
  @Test func shopifyTotalsAgree() throws {
    let shop = try Shop()
    let header =
      "Name,Email,Financial Status,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Phone,Cancelled at,Refunded Amount"
    let rows = [
      "#1003,h@example.com,paid,fulfilled,JPY,3800,500,391,4300,W10,400,2026-11-20 14:05:00 +0900,2,\"豆 200g, 中挽き\",1500,ETH,山田,,,0",
      "#1003,h@example.com,,,,,,,,,,,1,マグ,1200,MUG,,,,",
      "#1002,t@example.com,partially_refunded,,JPY,2000,500,250,2750,,0,2026-10-31 23:30:00 +0900,1,箱,2000,BOX,大野,,,1000",
    ]
    try shop.repository.write(([header] + rows).joined(separator: "\n") + "\n", to: ".git/orders_export.csv")
    let result = try shop.daicho("import", "orders", ".git/orders_export.csv")
    #expect(result.status == 0, "\(result.stderr)")
    let sums = try Python.run(
      """
      import csv, glob, collections
      s = collections.Counter()
      for f in glob.glob("orders/*.csv"):
          for r in csv.DictReader(open(f, encoding="utf-8")): s[r["order"]] += int(r["amount"])
      t = {r["Name"]: int(r["Total"]) - int(r["Refunded Amount"]) for r in csv.DictReader(open(".git/orders_export.csv", encoding="utf-8")) if r["Total"]}
      print(sorted(s.items()) == sorted(t.items()), dict(s))
      """, in: shop.path(""))
    #expect(sums.contains("True"), "\(sums)")
    #expect(try shop.read("orders/2026-10.csv").contains("2026-10-31,#1002,tax,大野,,,250,JPY,paid,fee,"))
  }
}
