import DaichoModel

/// Reads files into records by the workspace's schema.
package struct RecordReader: Sendable {
  let vocabulary: RecordVocabulary

  package init(settings: WorkspaceSettings) {
    vocabulary = RecordVocabulary(settings)
  }

  /// Reads one file. Whatever is wrong with it is in the record's diagnostics; this needs nothing but
  /// the file and the settings, so whether references lead anywhere is not looked at here.
  package func read(bytes: [UInt8], path: String, kind: Kind) -> Record {
    read(FrontMatter.parse(bytes, path: path), kind: kind)
  }

  package func read(_ matter: FrontMatter, kind: Kind) -> Record {
    let path = matter.source.path
    var reading = RecordReading(matter, schema: vocabulary.schema(kind), vocabulary)
    let id = RecordReader.id(ofFile: path)
    if id == nil { reading.report(.error, "bad-id", at: matter.source.start, .badFileName(path)) }
    var fields: [RecordField] = []
    if matter.isReadable {
      if matter.yaml == nil {
        let severity = RecordReader.needsFrontMatter(kind) ? Diagnostic.Severity.error : .warning
        reading.report(
          severity, "no-front-matter", at: matter.source.start, .noFrontMatter,
          suggestion: .addFrontMatter)
      }
      fields = reading.fields(matter.entries)
    }
    // Whatever else is wrong comes from the markers.
    if let conflict = ConflictMarkers.diagnostic(in: matter.source.bytes, path: path) {
      return Record(
        kind: kind, path: path, reference: id.map { Reference(kind, $0) }, fields: fields, body: matter.body,
        diagnostics: [conflict], repairs: [], isReadable: matter.isReadable)
    }
    return Record(
      kind: kind, path: path, reference: id.map { Reference(kind, $0) }, fields: fields, body: matter.body,
      diagnostics: matter.problems + reading.diagnostics, repairs: reading.repairs,
      isReadable: matter.isReadable)
  }

  /// A person or a product may be a mere note; the others say nothing without fields.
  private static func needsFrontMatter(_ kind: Kind) -> Bool {
    switch kind {
    case .customers, .companies, .products, .inquiries: false
    case .deals, .segments, .scores, .campaigns, .journeys, .forms: true
    }
  }

  /// The id a file's name gives its record: `customers/a/hanako.md` is `hanako`.
  package static func id(ofFile path: String) -> RecordID? {
    let bytes = path.utf8
    let name = bytes.lastIndex(of: UInt8(ascii: "/")).map { bytes[bytes.index(after: $0)...] } ?? bytes[...]
    let hasSuffix = name.count > 3 && name.suffix(3).elementsEqual(".md".utf8)
    return RecordID(String(Substring(hasSuffix ? name.dropLast(3) : name)))
  }
}
