import DaichoModel

/// Reads `orders/*.csv`.
package enum OrdersLedger {
  /// Hands the rows out in batches, in the order of the file. Faults of the file are diagnostics of the
  /// report; only the disk's, and what `body` throws, are thrown.
  package static func read(
    _ stream: any ByteStream, path: String, settings: WorkspaceSettings, batchSize: Int = 2_048,
    _ body: (OrderBatch) throws(DaichoError) -> Void
  ) throws(DaichoError) -> LedgerReport {
    let text = TextStream(stream, path: path)
    var reader = CSVReader(text)
    var assembly = OrderAssembly(path: path, currency: settings.currency)
    var report = LedgerReport()
    while true {
      do throws(DaichoError) {
        guard try reader.next() else { break }
      } catch  where error.code == "broken-encoding" || error.code == "wrong-encoding" {
        assembly.faults.add(error)
        report.isCutShort = true
        break
      }
      assembly.take(reader)
      if assembly.rows.count >= batchSize {
        report.rows += assembly.rows.count
        try body(assembly.takeBatch())
      }
    }
    if !assembly.rows.isEmpty {
      report.rows += assembly.rows.count
      try body(assembly.takeBatch())
    }
    if text.encoding == .cp932 {
      assembly.faults.add(.warning, "legacy-encoding", line: 1, .legacyEncoding, suggestion: .mendedByFix)
    }
    report.encoding = text.encoding
    report.unreadable = assembly.unreadable
    report.diagnostics = assembly.faults.diagnostics()
    return report
  }
}
