import DaichoInsight
import DaichoModel
import Foundation
import Testing

/// The invented shop of `Reference/lines.csv`, and what pandas and mlxtend make of it: `Reference/make.py`.
struct ReferenceShop {
  struct Figures: Decodable {
    struct Sales: Decodable, Equatable {
      let period: String
      let orders, customers, new, returning, repeating, unmatched: Int
      let revenue, new_revenue, returning_revenue, unmatched_revenue: Int64
      let average: Int64?
    }

    struct Cell: Decodable, Equatable {
      let customers: Int
      let revenue: Int64
    }

    struct RFM: Decodable {
      let bounds: [String: [Int64]]
      let segments: [String: Cell]
      /// [recency][frequency], each customers and revenue.
      let grid: [[[Int64]]]
      let total: Int64
    }

    struct Cohort: Decodable, Hashable {
      let cohort: String
      let months, customers, retained: Int
      let revenue: Int64
    }

    struct Product: Decodable, Equatable {
      let sku: String
      let revenue: Int64
      let quantity, sold_in_90_days: Double
      let orders, buyers, repeat_buyers: Int
    }

    struct Rule: Decodable {
      let antecedent, consequent: String
      let support, confidence, lift: Double
    }

    let today: String
    let months, quarters: [Sales]
    let rfm: RFM
    let cohorts: [Cohort]
    let products: [Product]
    let rules: [Rule]
  }

  let figures: Figures
  let today: CalendarDate
  private(set) var book = OrderBook()
  /// By number.
  private(set) var skus: [String] = []

  init() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reference")
    let figures = try Data(contentsOf: folder.appending(path: "figures.json"))
    self.figures = try JSONDecoder().decode(Figures.self, from: figures)
    today = try #require(CalendarDate(typed: self.figures.today))
    let text = try String(contentsOf: folder.appending(path: "lines.csv"), encoding: .utf8)
    var customers: [String] = []
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let date = try #require(CalendarDate(typed: cells[0]))
      book.add(
        OrderBook.Line(
          customer: cells[2].isEmpty ? nil : ReferenceShop.number(of: cells[2], in: &customers),
          order: UInt64(bitPattern: StableHash.of(cells[1])), day: Int32(date.day), amount: Int64(cells[3]),
          sku: cells[4].isEmpty ? nil : ReferenceShop.number(of: cells[4], in: &skus),
          quantity: Double(cells[5]), isItem: ["", "item"].contains(cells[6])))
    }
  }

  private static func number(of name: String, in names: inout [String]) -> Int32 {
    if let known = names.firstIndex(of: name) { return Int32(known) }
    names.append(name)
    return Int32(names.count - 1)
  }
}

extension ReferenceShop.Figures.Sales {
  init(_ row: Sales.Row, period: String) {
    self.init(
      period: period, orders: row.orders, customers: row.customers, new: row.new, returning: row.returning,
      repeating: row.repeating, unmatched: row.unmatched, revenue: row.revenue, new_revenue: row.newRevenue,
      returning_revenue: row.returningRevenue, unmatched_revenue: row.unmatchedRevenue, average: row.average)
  }
}
