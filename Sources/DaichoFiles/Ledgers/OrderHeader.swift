import DaichoModel

/// Which column of an orders file holds what.
struct OrderHeader {
  enum Column: String, CaseIterable {
    case date, order, customer, amount
    case line, sku, quantity, currency, status, type, coupon, channel, subscription, shipped, delivered

    static let required: [Column] = [.date, .order, .customer, .amount]
  }

  let names: [String]

  /// In any case and width, spaces and hyphens as `_`.
  init(_ row: borrowing CSVReader) {
    var names: [String] = []
    for field in 0..<row.count {
      var name = Substring(TextFolding.fold(row.text(field)))
      while name.first?.isWhitespace == true { name.removeFirst() }
      while name.last?.isWhitespace == true { name.removeLast() }
      names.append(String(name.map { $0 == " " || $0 == "-" ? "_" : $0 }))
    }
    self.names = names
  }

  /// Enough of our words to be no row of values.
  var isLikely: Bool { names.contains("date") && names.contains("order") && names.contains("amount") }

  var missing: [String] { Column.required.map(\.rawValue).filter { !names.contains($0) } }

  var duplicates: [String] {
    var seen: Set<String> = []
    return names.filter { !$0.isEmpty && !seen.insert($0).inserted }
  }

  func index(of column: Column) -> Int { names.firstIndex(of: column.rawValue) ?? -1 }

  /// Named columns that are not ours.
  var others: [(index: Int, name: String)] {
    names.indices.compactMap { index in
      let name = names[index]
      guard !name.isEmpty, Column(rawValue: name) == nil, names.firstIndex(of: name) == index else {
        return nil
      }
      return (index, name)
    }
  }
}
