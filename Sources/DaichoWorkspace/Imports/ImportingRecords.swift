import DaichoFiles
import DaichoIndex
import DaichoModel

extension Workspace {
  /// What a file of customers, companies, deals, inquiries or products would bring: a sheet of ours, a table
  /// that a map describes, or, for customers, an address book.
  ///
  /// - Parameter updates: whether known records are changed; those who want no mail are heeded in any case.
  package func planRecords(
    _ kind: Kind, from file: SourceFile, map: String?, updates: Bool
  ) throws(DaichoError) -> ImportPlan {
    if kind == .customers, map == nil, VCardReader.isVCard(file.head) {
      return try planCards(file, updates: updates)
    }
    guard let importKind = ImportKind(rawValue: kind.folder) else { throw .cannotImport(kind) }
    if map == nil {
      let inFiles = try index.namesInFiles(kind)
      func columns(_ headings: [String]) -> SheetColumns {
        SheetColumns(
          headings.map(CellReading.trimmed), kind: kind, settings: settings, namesInFiles: inFiles)
      }
      if let table = try TableRows.table(of: file, isOurs: { columns($0).isOurs }) {
        return try planSheet(file, table, columns(table.headings), importKind, updates: updates)
      }
    }
    let mapped = try mapped(file, kind: importKind, named: map)
    let source = try ImportSource(file, map: mapped.map, zone: moment.zone, table: mapped.table)
    let target = try RecordImport(
      self, kind: kind, policy: .foreign, updates: updates, shownPath: file.shownPath,
      expected: RecordImport.expectedRows(file))
    let rows = MappedRows(source, schema: settings.schema(kind), today: moment.today)
    try takeRows(source, target) { remark in rows.record(remark) }
    return try target.finished()
  }

  private func planSheet(
    _ file: SourceFile, _ table: ImportTable, _ columns: SheetColumns, _ importKind: ImportKind, updates: Bool
  ) throws(DaichoError) -> ImportPlan {
    let map = TableRows.map(of: table, kind: importKind)
    let source = try ImportSource(file, map: map, zone: moment.zone, table: table)
    let target = try RecordImport(
      self, kind: columns.kind, policy: columns.hasID ? .sheet : .foreign, updates: updates,
      shownPath: file.shownPath, expected: RecordImport.expectedRows(file))
    let reading = SheetRowReading(columns: columns)
    guard columns.hasID else {
      reading.tellIgnored(target, settings)
      try takeRows(source, target) { _ in reading.incoming(source, target) }
      return try target.finished()
    }
    var rows: [IncomingRecord] = []
    while try next(source) {
      if let row = reading.incoming(source, target) { rows.append(row) }
    }
    try finish(source)
    reading.tellIgnored(target, settings)
    var matching = try matching(columns.kind)
    try SheetImport(workspace: self, columns: columns).take(rows, into: target) {
      incoming throws(DaichoError) in
      try matching.match(incoming)
    } remember: { incoming, draft in
      matching.remember(incoming, draft)
    }
    return try target.finished()
  }

  private func planCards(_ file: SourceFile, updates: Bool) throws(DaichoError) -> ImportPlan {
    let target = try RecordImport(
      self, kind: .customers, policy: .foreign, updates: updates, shownPath: file.shownPath,
      expected: RecordImport.expectedRows(file))
    var reader = VCardReader(try file.text(), path: file.shownPath)
    var matching = try matching(.customers)
    let schema = settings.schema(.customers)
    var count = 0
    while let card = try reader.next() {
      count += 1
      for problem in card.problems {
        target.remark("left-out", problem.line, problem.property, .cardValueLeftOut(problem.value))
      }
      if card.isGroup {
        target.remark("group", card.line, nil, .cardIsGroup)
        continue
      }
      let incoming = IncomingRecord(card, schema: schema)
      if let draft = try target.take(incoming, matching.match(incoming)) {
        matching.remember(incoming, draft)
      }
    }
    guard count > 0 else {
      throw DaichoError("no-cards", .noCards, at: SourceLocation(path: file.shownPath), hint: .exportAgain)
    }
    return try target.finished()
  }

  // MARK: Rows

  private func takeRows(
    _ source: ImportSource, _ target: RecordImport,
    _ row: ((Wording) -> Void) -> IncomingRecord?
  ) throws(DaichoError) {
    var matching = try matching(target.kind)
    var structural = ImportProblems()
    while try next(source) {
      let incoming = row { target.remark("no-consent", source.line, nil, $0) }
      for problem in source.problems.shown {
        // A value that cannot be used leaves the rest of its row; a broken row does not.
        if RecordImport.cellProblems.contains(problem.code) {
          target.remark(
            "left-out", problem.location.position?.line, nil, problem.message, hint: problem.suggestion)
        } else {
          structural.add(problem)
        }
      }
      source.problems = ImportProblems()
      guard var incoming else { continue }
      if target.kind == .customers, let token = try forgotten(incoming) {
        target.remark(
          "forgotten", incoming.line, nil, .rowOfForgotten(token), hint: .forgottenStaysSo)
        continue
      }
      if target.kind == .inquiries { incoming.nameByContent() }
      if let draft = try target.take(incoming, matching.match(incoming)) {
        matching.remember(incoming, draft)
      }
    }
    for problem in source.problems.shown { structural.add(problem) }
    source.problems = structural
    try finish(source)
  }

  /// The token of whoever this is, where they have been forgotten.
  private func forgotten(_ incoming: IncomingRecord) throws(DaichoError) -> String? {
    let tombstones = try tombstones()
    if tombstones.isEmpty { return nil }
    let ids = incoming.fields.filter { $0.path.names.first == "ids" }.map(\.text)
    return tombstones.token(
      of: CustomerEvidence(emails: incoming.texts("email"), phones: incoming.texts("phone")))
      ?? ids.lazy.compactMap(tombstones.token(ofSystemID:)).first
  }

  private func next(_ source: ImportSource) throws(DaichoError) -> Bool {
    let isThere = try source.next()
    if isThere, source.rows % 2_000 == 0 {
      progress?.progress(.readingRows, done: Int(source.progress), of: Int(source.file.size))
    }
    return isThere
  }

  private func finish(_ source: ImportSource) throws(DaichoError) {
    guard !source.problems.isEmpty else { return }
    throw .badRows(source.problems, source.file.shownPath, language)
  }

  private func matching(_ kind: Kind) throws(DaichoError) -> RecordMatching {
    switch kind {
    case .customers: .people(try PersonMatching(index))
    default: try RecordMatching(kind, index: index)
    }
  }
}

extension RecordImport {
  static let cellProblems: Set<String> = ["bad-date", "bad-amount", "unknown-word"]

  /// A guess at the number of rows, for the filing of new records: lines of some 120 bytes.
  static func expectedRows(_ file: SourceFile) -> Int {
    let feeds = file.head.count { $0 == 0x0A }
    return file.size <= Int64(file.head.count) ? feeds : Int(file.size / 120)
  }
}
