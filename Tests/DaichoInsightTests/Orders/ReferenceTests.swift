import DaichoInsight
import DaichoModel
import Testing

/// Every figure equals what an independent program computes from the same lines.
struct ReferenceTests {
  let shop: ReferenceShop

  init() throws { shop = try ReferenceShop() }

  @Test func salesByMonth() {
    let sales = Sales(shop.book)
    #expect(sales.rows.map { .init($0, period: $0.interval) } == shop.figures.months)
    #expect(sales.total.orders == shop.figures.months.map(\.orders).reduce(0, +))
    #expect(sales.total.revenue == shop.figures.months.map(\.revenue).reduce(0, +))
    #expect(sales.total.new == shop.figures.months.map(\.new).reduce(0, +))
    #expect(sales.total.new == sales.total.customers)
    #expect(sales.total.returning == 0)
  }

  /// pandas names a fiscal year by its end: 2024Q4 ends in March 2024.
  @Test func salesByFiscalQuarter() throws {
    let rows = Sales(shop.book, by: .quarter, fiscalYearStart: 4).rows.map { row in
      let parts = row.interval.split(separator: "-")
      return ReferenceShop.Figures.Sales(row, period: "\((Int(parts[0]) ?? 0) + 1)\(parts[1])")
    }
    #expect(rows == shop.figures.quarters)
  }

  @Test func rfm() {
    let table = RFMTable(shop.book, today: shop.today, currency: .jpy)
    let reference = shop.figures.rfm
    #expect(table.bounds.recency == reference.bounds["recency"])
    #expect(table.bounds.frequency == reference.bounds["frequency"])
    #expect(table.bounds.monetary == reference.bounds["monetary"])
    #expect(table.total.revenue == reference.total)
    for segment in RFMSegment.allCases {
      let cell = table[segment]
      #expect(.init(customers: cell.customers, revenue: cell.revenue) == reference.segments[segment.rawValue])
    }
    for recency in 1...5 {
      for frequency in 1...5 {
        let cell = table[recency, frequency]
        #expect([Int64(cell.customers), cell.revenue] == reference.grid[recency - 1][frequency - 1])
      }
    }
  }

  @Test func cohorts() {
    let pairs = Cohorts(shop.book).cohorts.flatMap { cohort in
      cohort.retained.indices.map { months in
        ReferenceShop.Figures.Cohort(
          cohort: cohort.month, months: months, customers: cohort.customers,
          retained: cohort.retained[months], revenue: cohort.revenue[months])
      }
    }
    #expect(pairs.filter { $0.retained > 0 } == shop.figures.cohorts)
    #expect(pairs.filter { $0.retained == 0 }.allSatisfy { $0.revenue == 0 })
    #expect(pairs.contains { $0.retained == 0 })
  }

  @Test func products() {
    let rows = ProductFigures(shop.book, today: shop.today).rows
    #expect(rows == rows.sorted { $0.revenue > $1.revenue })
    let found = rows.map { row in
      ReferenceShop.Figures.Product(
        sku: shop.skus[Int(row.sku)], revenue: row.revenue, quantity: row.quantity,
        sold_in_90_days: (row.pace * 90 * 16).rounded() / 16, orders: row.orders, buyers: row.buyers,
        repeat_buyers: row.repeatBuyers)
    }
    #expect(found.sorted { $0.sku < $1.sku } == shop.figures.products)
  }

  @Test func associationRules() {
    let rules = AssociationRules(Baskets(shop.book), minimumSupport: 0.05, minimumOrders: 1).all()
    #expect(rules.count == shop.figures.rules.count)
    for reference in shop.figures.rules {
      let rule = rules.first {
        shop.skus[Int($0.antecedent)] == reference.antecedent
          && shop.skus[Int($0.consequent)] == reference.consequent
      }
      #expect(isNear(rule?.support, reference.support))
      #expect(isNear(rule?.confidence, reference.confidence))
      #expect(isNear(rule?.lift, reference.lift))
    }
  }

  private func isNear(_ a: Double?, _ b: Double) -> Bool { a.map { abs($0 - b) <= 1e-12 * b } ?? false }
}
