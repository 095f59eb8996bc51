import DaichoModel

/// Writes an orders file anew: rows replaced in place, rows added at its end, columns added to its header
/// where they are needed. Every other byte stays: other columns, their order, quotes, line endings, a byte
/// order mark, blank lines.
package struct LedgerRewrite {
  private let columns: ImportedColumns
  /// Columns of the import that the file's header must have.
  private let needed: UInt64
  private let sink: ByteSink
  private let customer: (ImportedRow) -> [UInt8]
  private var lineEnding: [UInt8] = [0x0A]
  private var line: [UInt8] = []

  /// - Parameter customer: the text for the column `customer` of a row.
  package init(
    _ columns: ImportedColumns, needed: UInt64, into sink: ByteSink,
    customer: @escaping (ImportedRow) -> [UInt8]
  ) {
    self.columns = columns
    self.needed = needed
    self.sink = sink
    self.customer = customer
  }

  /// The header of a file that is new.
  package mutating func begin() throws(DaichoError) {
    line.removeAll(keepingCapacity: true)
    for (index, name) in columns.names.enumerated() {
      if index > 0 { line.append(0x2C) }
      LedgerRewrite.append(name.utf8, to: &line)
    }
    line.append(0x0A)
    try sink.write(line)
    fields = Array(columns.names.indices)
    width = columns.names.count
  }

  /// Where the last header has each column of the import.
  private var fields: [Int] = []
  private var width = 0

  /// Copies a file, its rows replaced where `replacement` has one; leaves the sink where rows are added.
  /// - Parameter open: the file's bytes from the start, as often as asked.
  package mutating func copy(
    _ path: String, _ open: () throws(DaichoError) -> any ByteStream,
    replacement: (borrowing LedgerWalk) throws(DaichoError) -> (row: ImportedRow, keepsCustomer: Bool)?
  ) throws(DaichoError) {
    var raw = try RawLines(open())
    lineEnding = raw.lineEnding
    let mark = Int64(raw.markLength)
    if mark > 0 { try sink.write(raw.take(to: mark)) }
    var walk = LedgerWalk(try open(), path: path, columns: columns.names)
    var added: [Int] = []
    while let step = try walk.next() {
      switch step {
      case .header:
        added = columns.names.indices.filter { needed & (1 << UInt64($0)) != 0 && walk.fields[$0] < 0 }
        (fields, width) = (walk.fields, walk.width)
        if !added.isEmpty {
          try copy(&raw, to: walk.byteOffset + mark)
          let names = added.map { columns.names[$0] }.joined(separator: ",")
          try extend(&raw, walk.extraLines, by: Array((walk.count > 0 ? "," : "").utf8) + Array(names.utf8))
          for column in added {
            fields[column] = width
            width += 1
          }
        }
      case .row:
        if let (row, keepsCustomer) = try replacement(walk) {
          try copy(&raw, to: walk.byteOffset + mark)
          let ending = try raw.takeRow(extraLines: walk.extraLines).ending
          try write(row, over: walk, keepsCustomer: keepsCustomer)
          try sink.write(ending)
        } else if !added.isEmpty {
          try copy(&raw, to: walk.byteOffset + mark)
          let missing = max(0, width - walk.count)
          try extend(&raw, walk.extraLines, by: Array(repeating: 0x2C, count: missing))
        }
      case .unreadable: continue
      }
    }
    if walk.isLegacy { throw DaichoError.ledgerIsLegacy(path) }
    try copy(&raw, to: .max)
    if raw.lastByte != 0x0A, raw.lastByte != nil { try sink.write(lineEnding) }
    if fields.isEmpty { try begin() }
  }

  /// Adds a row at the end.
  package mutating func add(_ row: ImportedRow) throws(DaichoError) {
    line.removeAll(keepingCapacity: true)
    if width == columns.names.count, fields.elementsEqual(columns.names.indices) {
      for column in columns.names.indices {
        if column > 0 { line.append(0x2C) }
        append(column, of: row)
      }
    } else {
      var byField = [Int](repeating: -1, count: width)
      for (column, field) in fields.enumerated() where field >= 0 && field < width { byField[field] = column }
      for (field, column) in byField.enumerated() {
        if field > 0 { line.append(0x2C) }
        if column >= 0 { append(column, of: row) }
      }
    }
    line += lineEnding
    try sink.write(line)
  }

  private mutating func append(_ column: Int, of row: ImportedRow) {
    if column == columns.customer {
      LedgerRewrite.append(customer(row), to: &line)
    } else {
      LedgerRewrite.append(row[column], to: &line)
    }
  }

  private mutating func write(
    _ row: ImportedRow, over old: borrowing LedgerWalk, keepsCustomer: Bool
  ) throws(DaichoError) {
    line.removeAll(keepingCapacity: true)
    var byField = [Int](repeating: -1, count: width)
    for (column, field) in fields.enumerated() where field >= 0 && field < width {
      let isOld = column == columns.customer && keepsCustomer
      if row.provided & (1 << UInt64(column)) != 0, !isOld { byField[field] = column }
    }
    for (field, column) in byField.enumerated() {
      if field > 0 { line.append(0x2C) }
      if column >= 0 { append(column, of: row) } else { LedgerRewrite.append(old.field(field), to: &line) }
    }
    try sink.write(line)
  }

  /// A field, in quotes where it must be.
  static func append(_ bytes: some Collection<UInt8>, to line: inout [UInt8]) {
    var needsQuotes = bytes.first == 0x20 || bytes.first == 0x22
    for byte in bytes where byte == 0x2C || byte == 0x22 || byte == 0x0A || byte == 0x0D {
      needsQuotes = true
    }
    guard needsQuotes else {
      line.append(contentsOf: bytes)
      return
    }
    line.append(0x22)
    for byte in bytes {
      if byte == 0x22 { line.append(0x22) }
      line.append(byte)
    }
    line.append(0x22)
  }

  // MARK: Bytes as they are

  private func copy(_ raw: inout RawLines, to offset: Int64) throws(DaichoError) {
    while raw.offset < offset {
      let piece = try raw.take(to: offset)
      if piece.isEmpty { return }
      try sink.write(piece)
    }
  }

  private func extend(_ raw: inout RawLines, _ extraLines: Int, by bytes: [UInt8]) throws(DaichoError) {
    let (row, ending) = try raw.takeRow(extraLines: extraLines)
    try sink.write(row)
    try sink.write(bytes)
    try sink.write(ending)
  }
}

/// The bytes of a file in pieces, row by row where that is asked.
struct RawLines {
  private var source: any ByteStream
  private var buffer: [UInt8] = []
  private var position = 0
  private var hasEnded = false
  private(set) var offset: Int64 = 0
  private(set) var lastByte: UInt8?
  private(set) var markLength = 0
  /// Of the first line.
  private(set) var lineEnding: [UInt8] = [0x0A]

  private static let pieceSize = 1 << 18

  init(_ source: any ByteStream) throws(DaichoError) {
    self.source = source
    try fill()
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { markLength = 3 }
    if let feed = buffer.firstIndex(of: 0x0A), feed > 0, buffer[feed - 1] == 0x0D {
      lineEnding = [0x0D, 0x0A]
    }
  }

  private mutating func fill() throws(DaichoError) {
    buffer.removeFirst(position)
    position = 0
    guard !hasEnded else { return }
    var failure: DaichoError?
    var source = source
    let piece = [UInt8](unsafeUninitializedCapacity: RawLines.pieceSize) { room, count in
      do throws(DaichoError) { count = try source.read(into: UnsafeMutableRawBufferPointer(room)) } catch {
        failure = error
        count = 0
      }
    }
    self.source = source
    if let failure { throw failure }
    hasEnded = piece.count < RawLines.pieceSize
    buffer += piece
  }

  /// The next bytes up to an offset of the file, as many as are at hand; none at the end.
  mutating func take(to end: Int64) throws(DaichoError) -> ArraySlice<UInt8> {
    if position == buffer.count { try fill() }
    let count = min(buffer.count - position, Int(clamping: end - offset))
    guard count > 0 else { return [] }
    let piece = buffer[position..<position + count]
    position += count
    offset += Int64(count)
    lastByte = piece.last
    return piece
  }

  /// The row that begins here, without and with its line ending.
  mutating func takeRow(extraLines: Int) throws(DaichoError) -> (row: [UInt8], ending: [UInt8]) {
    var at = position
    var left = extraLines
    var ending = 0
    while true {
      if at + 1 >= buffer.count, !hasEnded {
        let done = at - position
        try fill()
        at = position + done
        continue
      }
      if at >= buffer.count { break }
      if buffer[at] == 0x0A || buffer[at] == 0x0D {
        ending = buffer[at] == 0x0D && at + 1 < buffer.count && buffer[at + 1] == 0x0A ? 2 : 1
        if left == 0 { break }
        left -= 1
        at += ending
        ending = 0
        continue
      }
      at += 1
    }
    let row = Array(buffer[position..<at])
    let end = Array(buffer[at..<at + ending])
    offset += Int64(at + ending - position)
    position = at + ending
    lastByte = end.last ?? row.last
    return (row, end)
  }
}
