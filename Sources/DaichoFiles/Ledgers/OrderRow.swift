import DaichoModel

/// One line of an order, its texts as symbols of the file.
package struct OrderRow: Sendable, Hashable {
  /// From 1.
  package var line: Int
  /// Of the row's first byte in the file's text.
  package var byteOffset: Int64
  package var date: CalendarDate
  package var order: Symbol
  /// As written; `nil` for none.
  package var customer: Symbol?
  /// In minor units of `currency`, or of the workspace's.
  package var amount: Int64
  package var currency: Symbol?
  /// The value of the column `line`.
  package var item: Symbol?
  package var sku: Symbol?
  package var quantity: ExactDecimal?
  /// `nil` where there is none, and where it is none of ours; `statusText` tells which.
  package var status: OrderStatus?
  package var statusText: Symbol?
  package var type: OrderLineType?
  package var typeText: Symbol?
  package var coupon: Symbol?
  package var channel: Symbol?
  package var subscription: Symbol?
  package var shipped: CalendarDate?
  package var delivered: CalendarDate?
  /// Of the batch's `others`.
  package var others: Range<Int>

  package var key: OrderKey<Symbol> { OrderKey(order: order, line: item, sku: sku) }
}

/// Rows in the order of the file, with the texts that are new in them. Give each batch's symbols to one
/// `SymbolTexts` before its rows are looked at.
package struct OrderBatch: Sendable {
  package let rows: [OrderRow]
  /// Values of columns that are not ours.
  package let others: [Other]
  package let symbols: SymbolSlice

  package struct Other: Sendable, Hashable {
    package let name: Symbol
    package let value: Symbol
  }
}
