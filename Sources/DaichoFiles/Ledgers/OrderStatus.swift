import DaichoModel

/// How far an order line has come.
package enum OrderStatus: String, Sendable, CaseIterable {
  case placed, paid, shipped, delivered, cancelled, refunded

  /// Of two states of one line the higher rank stands: cancelled and refunded over all, then the
  /// furthest. A line without a status has come less far than any.
  package static func rank(_ status: OrderStatus?) -> Int {
    switch status {
    case nil: 0
    case .placed: 1
    case .paid: 2
    case .shipped: 3
    case .delivered: 4
    case .cancelled, .refunded: 5
    }
  }

  /// Whether `new` replaces `old`, a row of the same key. `position` is where a row stands: its file and
  /// line in whatever form tells the later one.
  package static func supersedes<Position: Comparable>(
    _ new: (status: OrderStatus?, position: Position), _ old: (status: OrderStatus?, position: Position)
  ) -> Bool {
    let (a, b) = (rank(new.status), rank(old.status))
    return a == b ? new.position > old.position : a > b
  }

  init?(typed bytes: UnsafeRawBufferPointer) {
    let word = String(decoding: bytes, as: UTF8.self)
    if let exact = OrderStatus(rawValue: word) {
      self = exact
    } else {
      let folded = TextFolding.fold(word)
      guard let known = OrderStatus(rawValue: folded == "canceled" ? "cancelled" : folded) else { return nil }
      self = known
    }
  }
}

/// What an order line charges for.
package enum OrderLineType: String, Sendable, CaseIterable {
  case item, shipping, fee, discount, refund

  init?(typed bytes: UnsafeRawBufferPointer) {
    self.init(rawValue: TextFolding.fold(String(decoding: bytes, as: UTF8.self)))
  }
}

/// What makes two rows one: the order and its line, or the order and the sku where no line is given.
package struct OrderKey<Text: Hashable & Sendable>: Sendable, Hashable {
  package let order: Text
  package let part: Part

  package enum Part: Sendable, Hashable {
    case line(Text)
    case sku(Text)
    /// Neither is given: the order is one row.
    case whole
  }

  package init(order: Text, line: Text?, sku: Text?) {
    self.order = order
    part = line.map(Part.line) ?? sku.map(Part.sku) ?? .whole
  }
}

/// Reads the status of many rows, each word but once.
struct StatusWords {
  private var known: [(word: [UInt8], status: OrderStatus?)] = []

  mutating func read(_ bytes: UnsafeRawBufferPointer) -> OrderStatus? {
    for entry in known where entry.word.count == bytes.count && entry.word.elementsEqual(bytes) {
      return entry.status
    }
    let status = OrderStatus(typed: bytes)
    if known.count < 32 { known.append((Array(bytes), status)) }
    return status
  }
}
