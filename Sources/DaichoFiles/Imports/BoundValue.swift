import DaichoModel

/// An `ImportValue` with the columns of one file in place of headings.
indirect enum BoundValue {
  /// -1 where the file lacks an optional heading.
  case field(Int)
  case constant([UInt8])
  case first([BoundValue])
  case joined([BoundValue], [UInt8])
  case whenSet(BoundValue, [UInt8])
  case words(BoundValue, WordTable, isSilent: Bool)
  case sum(multiply: [BoundValue], add: [BoundValue], subtract: [BoundValue])

  init(_ value: ImportValue, _ table: ImportTable) {
    func bind(_ values: [ImportValue]) -> [BoundValue] { values.map { BoundValue($0, table) } }
    switch value {
    case .heading(let heading): self = .field(table.index(of: heading) ?? -1)
    case .constant(let text): self = .constant(Array(text.utf8))
    case .first(let values):
      // A word that one of them does not know, the next may.
      let bound = bind(values)
      self = .first(bound.dropLast().map(\.silent) + bound.suffix(1))
    case .joined(let values, let separator): self = .joined(bind(values), Array(separator.utf8))
    case .whenSet(let value, let text): self = .whenSet(BoundValue(value, table), Array(text.utf8))
    case .words(let value, let words, let otherwise):
      self = .words(BoundValue(value, table), WordTable(words, otherwise: otherwise), isSilent: false)
    case .sum(let multiply, let add, let subtract):
      self = .sum(multiply: bind(multiply), add: bind(add), subtract: bind(subtract))
    }
  }

  var firstField: Int? {
    switch self {
    case .field(let index): index >= 0 ? index : nil
    case .constant: nil
    case .first(let values), .joined(let values, _): values.lazy.compactMap(\.firstField).first
    case .whenSet(let value, _), .words(let value, _, _): value.firstField
    case .sum(let multiply, let add, let subtract):
      (multiply + add + subtract).lazy.compactMap(\.firstField).first
    }
  }

  /// The same, but a word that is unknown is no problem.
  private var silent: BoundValue {
    if case .words(let value, let words, _) = self { .words(value, words, isSilent: true) } else { self }
  }
}

/// Translates the words of one column, each folded only once.
final class WordTable {
  private let words: [String: String]
  private let otherwise: [UInt8]?
  /// Other words stay as they are.
  private let keepsOthers: Bool
  let knowsEmpty: Bool
  private var known: [(word: [UInt8], ours: [UInt8]?)] = []

  init(_ words: [String: String], otherwise: String?) {
    self.words = words
    keepsOthers = otherwise == "same"
    self.otherwise = otherwise.map { Array($0.utf8) }
    knowsEmpty = words[""] != nil
  }

  func translate(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    for entry in known where entry.word.count == bytes.count && entry.word.elementsEqual(bytes) {
      return entry.ours
    }
    let folded = TextFolding.fold(String(decoding: bytes, as: UTF8.self))
    let ours =
      words[folded].map { Array($0.utf8) } ?? (bytes.isEmpty ? nil : keepsOthers ? Array(bytes) : otherwise)
    if known.count < 64 { known.append((Array(bytes), ours)) }
    return ours
  }
}

/// Values that a file writes only on the first line of an order.
final class FillDown {
  private let fields: [Int]
  private var slots: [Int]
  private var values: [[UInt8]]
  private let orderField: Int
  private let fillsOrder: Bool
  private var order: [UInt8] = []
  private var hasOrder = false
  private(set) var continuesOrder = false

  init(_ map: ImportMap, _ table: ImportTable) {
    let names = map.filledDown
    let columns = map.columns.filter { column in
      names.contains(column.name) || names.contains(String(column.name.prefix { $0 != "." }))
    }
    let order = map["order"]?.value.headings.lazy.compactMap { table.index(of: $0) }.first ?? -1
    orderField = order
    fillsOrder = names.contains("order")
    let direct = names.compactMap { table.index(of: $0) }
    let bound = columns.flatMap { $0.value.headings }.compactMap { table.index(of: $0) }
    fields = Array(Set(bound + direct)).sorted()
    slots = Array(repeating: -1, count: table.headings.count)
    for (slot, field) in fields.enumerated() { slots[field] = slot }
    values = Array(repeating: [], count: fields.count)
  }

  func take(_ row: borrowing CSVReader) {
    guard orderField >= 0 else { return }
    let value = row[orderField].trimmedValue()
    if value.isEmpty, fillsOrder, hasOrder {
      continuesOrder = true
    } else {
      continuesOrder = hasOrder && value.count == order.count && value.elementsEqual(order)
      if !continuesOrder {
        order.removeAll(keepingCapacity: true)
        order.append(contentsOf: value)
        hasOrder = !value.isEmpty
        for slot in values.indices { values[slot].removeAll(keepingCapacity: true) }
      }
    }
    for (slot, field) in fields.enumerated() {
      let value = row[field].trimmedValue()
      if !value.isEmpty {
        values[slot].removeAll(keepingCapacity: true)
        values[slot].append(contentsOf: value)
      }
    }
  }

  func value(_ field: Int) -> [UInt8]? {
    guard slots.indices.contains(field), slots[field] >= 0 else { return nil }
    let value = values[slots[field]]
    return value.isEmpty ? nil : value
  }
}
