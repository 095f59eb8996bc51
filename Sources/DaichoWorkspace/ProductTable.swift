import DaichoIndex
import DaichoInsight
import DaichoModel

/// What was sold of each product, and how long it lasts.
package struct ProductTable: Sendable {
  package enum Reorder: String, Sendable {
    /// The stock is at `reorder_at` or below it, or used up.
    case now
    /// It is used up in less than `soonDays`.
    case soon
  }

  package struct Row: Sendable {
    package let sku: String
    /// `nil`: sold under a sku that no product has.
    package let product: ShelfProduct?
    package let figures: ProductFigures.Row
    /// Sold a day, in the last 90 days and to everybody.
    package let pace: Double

    /// `nil` where the stock is not counted, or nothing was sold of late.
    package var daysOfStock: Double? {
      guard let stock = product?.stock, pace > 0 else { return nil }
      return max(0, stock) / pace
    }

    package var reorder: Reorder? {
      guard let product, product.isActive, let stock = product.stock else { return nil }
      if product.reorderAt.map({ stock <= $0 }) ?? (stock <= 0) { return .now }
      return daysOfStock.map { $0 < Double(ProductTable.soonDays) } ?? false ? .soon : nil
    }
  }

  package static let soonDays = 14

  /// By revenue, most first; products on sale that nobody bought are at the end.
  package let rows: [Row]
  package let revenue: Int64
  package let linesWithoutAmount: Int

  init(
    _ reading: OrderReading, everybodys: OrderReading, shelf: [ShelfProduct], period: DayPeriod,
    today: CalendarDate
  ) {
    let shelf = Shelf(shelf, soldAs: reading.skus)
    var paces: [String: Double] = [:]
    for row in ProductFigures(everybodys.book, today: today).rows {
      paces[everybodys.skus[Int(row.sku)]] = row.pace
    }
    let figures = ProductFigures(reading.book, today: today, period: period)
    let sold = Set(figures.rows.map(\.sku))
    let others = shelf.products.keys.sorted().filter {
      !sold.contains($0) && shelf.products[$0]?.isActive ?? false
    }
    rows = (figures.rows + others.map(ProductFigures.Row.init(sku:))).map { row in
      let sku = shelf.skus[Int(row.sku)]
      return Row(sku: sku, product: shelf.products[row.sku], figures: row, pace: paces[sku] ?? 0)
    }
    revenue = figures.revenue
    linesWithoutAmount = reading.book.linesWithoutAmount
  }

  /// Of the revenue; `nil` where that is nothing or less.
  package func share(of row: Row) -> Double? {
    revenue > 0 ? Double(row.figures.revenue) / Double(revenue) : nil
  }
}

extension Workspace {
  package func productTable(_ request: ReportRequest) throws(DaichoError) -> ProductTable {
    let reading = try index.orders(of: .everyone, request, keepsItems: true)
    let all =
      request.isUnconditional ? reading : try index.orders(of: .everyone, keepsItems: true)
    return ProductTable(
      reading, everybodys: all, shelf: try index.shelfProducts(), period: request.period,
      today: moment.today)
  }
}
