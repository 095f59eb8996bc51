import DaichoModel

/// Three-way merge of order files with one header each.
struct OrdersMerge {
  private struct Row {
    var cells: [[UInt8]]
    var bytes: [UInt8]
  }

  private struct Table {
    var header: Row
    /// Folded, for comparing.
    var names: [String]
    var rows: [Row]

    func cell(_ name: String, of row: Row) -> [UInt8] {
      guard let index = names.firstIndex(of: name), index < row.cells.count else { return [] }
      return row.cells[index]
    }

    func key(of row: Row) -> String {
      func text(_ name: String) -> String { String(decoding: cell(name, of: row), as: UTF8.self) }
      let (order, line, sku) = (text("order"), text("line"), text("sku"))
      return "\(order.utf8.count):\(order) "
        + (line.isEmpty ? sku.isEmpty ? "" : "sku \(sku)" : "line \(line)")
    }
  }

  /// `nil` where a version has no header, or several.
  static func merge(base: [UInt8]?, ours: [UInt8], theirs: [UInt8]) -> MergeSides? {
    guard let left = table(ours), let right = table(theirs) else { return nil }
    let old = base.flatMap(table)
    if base?.isEmpty == false, old == nil { return nil }
    let (header, columns) = header(old, left, right)
    var merge = RowsMerge()
    let top = merge.pieces.unit(named: "header")
    let tables = [old, left, right]
    // Rows keep their bytes unless columns are moved about.
    let areAlike = tables.allSatisfy { $0 == nil || $0?.names == columns }
    var sides = tables.map { table in
      merge.side(
        (table?.rows ?? []).map { row in
          (table?.key(of: row) ?? "", areAlike ? row.bytes : written(row, table, columns))
        })
    }
    merge.pieces.set(.init(header), for: top)
    for index in sides.indices where index > 0 || old != nil {
      sides[index].ids.insert(top, at: 0)
      sides[index].rows[top] = header
    }
    let date = columns.firstIndex(of: "date")
    return merge.merge(sides, combine: { combine($0, $1, $2, columns) }) { row in
      guard let date, let cells = rows(row).first?.cells, date < cells.count,
        let day = CalendarDate(typed: String(decoding: cells[date], as: UTF8.self))
      else { return [0] }
      return [Int(day.day)]
    }
  }

  /// One header for all rows: that of the side that changed it, with the columns only the other one fills.
  private static func header(_ base: Table?, _ ours: Table, _ theirs: Table) -> (
    bytes: [UInt8], names: [String]
  ) {
    let chosen = Choice.merge(base?.names, ours.names, theirs.names) {
      $0.lexicographicallyPrecedes($1) ? $0 : $1
    }
    let source = [ours, theirs].filter { $0.names == chosen }.min {
      $0.header.bytes.lexicographicallyPrecedes($1.header.bytes)
    }
    let known = Set((base?.rows ?? []).map(\.bytes))
    var added: [String] = []
    for table in [ours, theirs] where table.names != chosen {
      for name in table.names where !chosen.contains(name) && !added.contains(name) {
        let isFilled = table.rows.contains { !known.contains($0.bytes) && !table.cell(name, of: $0).isEmpty }
        if isFilled || base?.names.contains(name) == false || base == nil { added.append(name) }
      }
    }
    added.sort()
    guard let source else { return ([], chosen) }
    if added.isEmpty { return (source.header.bytes, chosen) }
    let row = Row(cells: source.header.cells + added.map { Array($0.utf8) }, bytes: [])
    return (line(row.cells), chosen + added)
  }

  private static func written(_ row: Row, _ table: Table?, _ columns: [String]) -> [UInt8] {
    guard let table else { return row.bytes }
    return line(columns.map { table.cell($0, of: row) })
  }

  private static func line(_ cells: [[UInt8]]) -> [UInt8] {
    // Bytes of any encoding: quotes, commas and breaks are ASCII in all we read.
    var out: [UInt8] = []
    for (index, cell) in cells.enumerated() {
      if index > 0 { out.append(Byte.comma) }
      let quote = UInt8(ascii: "\"")
      if cell.contains(where: { $0 == quote || $0 == Byte.comma || Byte.isBreak($0) }) {
        out.append(quote)
        for byte in cell { out += byte == quote ? [quote, quote] : [byte] }
        out.append(quote)
      } else {
        out += cell
      }
    }
    return out + [Byte.lineFeed]
  }

  /// Cell by cell; where both sides have put something else into one, both rows stay.
  private static func combine(
    _ base: [UInt8]?, _ ours: [UInt8], _ theirs: [UInt8], _ columns: [String]
  ) -> [UInt8] {
    guard let a = rows(ours).first?.cells, let b = rows(theirs).first?.cells else {
      return RowsMerge.both(base, ours, theirs)
    }
    let old = base.flatMap { rows($0).first?.cells }
    if a == b { return ours.lexicographicallyPrecedes(theirs) ? ours : theirs }
    var cells: [[UInt8]] = []
    for index in 0..<max(a.count, b.count, columns.count) {
      func cell(_ row: [[UInt8]]) -> [UInt8] { index < row.count ? row[index] : [] }
      let (x, y) = (cell(a), cell(b))
      guard x == y || old.map({ cell($0) == x || cell($0) == y }) ?? false else {
        return RowsMerge.both(base, ours, theirs)
      }
      cells.append(x == y || old.map { cell($0) == y } ?? false ? x : y)
    }
    return cells == a ? ours : cells == b ? theirs : line(cells)
  }

  // MARK: Reading

  private static func table(_ bytes: [UInt8]) -> Table? {
    let rows = rows(bytes)
    guard let header = rows.first else { return nil }
    guard let first = names(header), Set(first).count == first.count,
      !rows.dropFirst().contains(where: { names($0) != nil })
    else { return nil }
    return Table(header: header, names: first, rows: Array(rows.dropFirst()))
  }

  /// `nil` for a row of values.
  private static func names(_ row: Row) -> [String]? {
    guard row.cells.contains(where: { TextFolding.fold(String(decoding: $0, as: UTF8.self)) == "order" })
    else { return nil }
    var reader = CSVReader(MemoryStream(row.bytes))
    guard (try? reader.next()) == true else { return nil }
    let header = OrderHeader(reader)
    return header.isLikely ? header.names : nil
  }

  private static func rows(_ bytes: [UInt8]) -> [Row] {
    var rows: [Row] = []
    var starts: [Int] = []
    var reader = CSVReader(MemoryStream(bytes))
    while (try? reader.next()) == true {
      starts.append(Int(reader.byteOffset))
      rows.append(Row(cells: (0..<reader.count).map { Array(reader[$0]) }, bytes: []))
    }
    for index in rows.indices {
      let end = index + 1 < starts.count ? starts[index + 1] : bytes.count
      guard starts[index] <= end, end <= bytes.count else { return [] }
      rows[index].bytes = Array(bytes[starts[index]..<end])
    }
    return rows
  }
}
