import DaichoFiles
import DaichoIndex
import DaichoModel

/// A record with the bytes it was read from.
package struct OpenRecord {
  package let found: FoundRecord
  package let bytes: [UInt8]
  package let record: Record
  package let log: [LogEntry]

  package var reference: Reference { found.reference }
  package var path: String { found.path }
}

extension Workspace {
  /// Asks many things of the register as it is now: the files are looked at once, for all of them.
  func atOneLook<Answer>(
    _ body: () throws(DaichoError) -> Answer
  ) throws(DaichoError) -> Answer {
    try index.renew()
    let wasFrozen = index.isFrozen
    index.isFrozen = true
    defer { index.isFrozen = wasFrozen }
    return try body()
  }

  /// What `text` may mean, best evidence first: an id, `kind/id`, an e-mail address, a phone number,
  /// a name or kana, or a part of one.
  package func find(_ text: String, kinds: [Kind] = Kind.allCases) throws(DaichoError) -> [FoundRecord] {
    // An exact id needs no walk over all files: the index knows where it was, and the file itself is read.
    if past == nil, let quick = try index.findUnrefreshed(text, kinds: kinds), isThere(quick.path) {
      return [quick]
    }
    return try index.find(text, kinds: kinds)
  }

  package func open(_ found: FoundRecord) throws(DaichoError) -> OpenRecord {
    let bytes = try files.bytes(at: found.path)
    let record = RecordReader(settings: settings).read(
      bytes: bytes, path: found.path, kind: found.reference.kind)
    return OpenRecord(
      found: found, bytes: bytes, record: record, log: readLog(bytes, record.body, found.path))
  }

  func readLog(_ bytes: [UInt8], _ body: Range<Int>, _ path: String) -> [LogEntry] {
    var reader = LogReader(members: { [settings] in settings.member(typed: $0)?.id })
    let firstLine = bytes.prefix(body.lowerBound).count { $0 == 0x0A } + 1
    return reader.read(bytes, body: body, firstLine: firstLine, path: path).entries
  }

  /// The body of a file: what stands after its front matter.
  func body(of bytes: [UInt8], path: String) -> Range<Int> {
    FrontMatter.parse(bytes, path: path).body
  }
}
