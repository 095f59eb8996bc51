import DaichoModel

extension RecordReader {
  /// A record's file as the rules would write it, and what they changed.
  package struct Repaired: Sendable {
    package let bytes: [UInt8]
    package let values: [ValueRepair]
    /// It was CP932, and is UTF-8.
    package let isConverted: Bool

    package var rules: [RepairRule] {
      (isConverted ? [.recordEncoding] : []) + values.map(\.rule)
    }
  }

  /// Mends one file, and nothing else in it. The same bytes where there is nothing to mend.
  ///
  /// - Parameters:
  ///   - chosen: only these; all that are found, unless said.
  ///   - converts: whether a CP932 file becomes UTF-8.
  /// - Throws: `edit-by-hand` where the file cannot be rewritten for certain.
  package func repaired(
    _ bytes: [UInt8], path: String, kind: Kind, only chosen: Set<ValueRepair.Key>? = nil,
    converts: Bool = true
  ) throws(DaichoError) -> Repaired {
    let text = converts ? RecordReader.decoded(bytes, path: path) : nil
    let record = read(bytes: text ?? bytes, path: path, kind: kind)
    let repairs = record.repairs.filter { chosen?.contains($0.key) ?? true }
    let new = try FieldEditor.rewrite(
      repairs, in: text ?? bytes, path: path, schema: vocabulary.settings.schema(kind))
    return Repaired(bytes: new, values: repairs, isConverted: text != nil)
  }

  /// The UTF-8 of a CP932 file, where that is certain: all of it is CP932 and comes back, and it reads as a
  /// record. Not always to the same bytes, for CP932 has two for some characters.
  private static func decoded(_ bytes: [UInt8], path: String) -> [UInt8]? {
    let isUTF8 = bytes.withUnsafeBufferPointer { TextEncoding.firstOffence(in: $0) == nil }
    guard !isUTF8, TextEncoding.guess(bytes) == .shiftJIS, let text = CP932.decoded(bytes),
      let again = CP932.encoded(text), again.count == bytes.count, CP932.decoded(again) == text,
      FrontMatter.parse(text, path: path).isReadable
    else { return nil }
    return text
  }
}

extension FieldEditor {
  /// Puts plain values in the place of others, each in its own style, and adds what is missing. Nothing
  /// else of the file changes: it is read again to be sure.
  static func rewrite(
    _ repairs: [ValueRepair], in bytes: [UInt8], path: String, schema: KindSchema
  ) throws(DaichoError) -> [UInt8] {
    var texts: [Int: String] = [:]
    var added: [FieldEdit] = []
    for repair in repairs {
      switch repair.place {
      case .scalar(let range, _, _): texts[range.lowerBound] = repair.new
      case .missing(let field): added.append(.set(field, .text(repair.new)))
      }
    }
    var result = bytes
    if !texts.isEmpty {
      guard let rewritten = rewriteScalars(repairs, texts, in: bytes, path: path) else {
        throw DaichoError(
          "edit-by-hand", .cannotEditHere, at: SourceLocation(path: path), hint: .editByHand)
      }
      result = rewritten
    }
    return try apply(added, to: result, path: path, schema: schema)
  }

  private static func rewriteScalars(
    _ repairs: [ValueRepair], _ texts: [Int: String], in bytes: [UInt8], path: String
  ) -> [UInt8]? {
    let before = FrontMatter.parse(bytes, path: path)
    guard let root = before.root, let wanted = meaning(of: root, texts) else { return nil }
    // A flow collection needs quotes where a line of its own does not.
    for inFlow in [false, true] {
      var out: [UInt8] = []
      var at = 0
      for repair in repairs.sorted(by: { $0.start < $1.start }) {
        guard case .scalar(let range, let style, let look) = repair.place, range.lowerBound >= at else {
          continue
        }
        guard
          let text = ScalarWriter.inline(
            texts[range.lowerBound] ?? repair.new, look, style: style, inFlow: inFlow)
        else {
          return nil
        }
        out += bytes[at..<range.lowerBound]
        out += text.utf8
        at = range.upperBound
      }
      out += bytes[at...]
      let after = FrontMatter.parse(out, path: path)
      if after.isReadable, let root = after.root, meaning(of: root, [:])?.agrees(with: wanted) ?? false,
        out[after.body] == bytes[before.body]
      {
        return out
      }
    }
    return nil
  }

  /// What a document says, with other texts for the scalars that begin at these offsets.
  private static func meaning(of node: YAMLNode, _ texts: [Int: String]) -> EditValue? {
    switch node.content {
    case .scalar(let text, let style):
      if let new = texts[node.range.lowerBound], !node.range.isEmpty { return .text(new) }
      return text.isEmpty && style == .plain ? nil : .text(node.text ?? text)
    case .sequence(let items, _): return .list(items.compactMap { meaning(of: $0, texts) })
    case .mapping(let entries, _):
      return .object(
        entries.compactMap { entry in
          meaning(of: entry.value, texts).map { EditValue.Member(entry.key, $0) }
        })
    }
  }
}

extension ValueRepair {
  fileprivate var start: Int {
    if case .scalar(let range, _, _) = place { range.lowerBound } else { .max }
  }
}
