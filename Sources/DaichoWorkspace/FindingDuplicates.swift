import DaichoFiles
import DaichoIndex
import DaichoInsight
import DaichoModel

/// What to look for among customers or companies.
package struct DuplicateRequest: Sendable {
  package var kind: Kind
  /// A pair is shown where one of the two fulfils all of these.
  package var filters: [String]
  package var minimumScore: Double
  package var limit: Int?

  package init(_ kind: Kind, filters: [String] = [], minimumScore: Double = 0.8, limit: Int? = nil) {
    self.kind = kind
    self.filters = filters
    self.minimumScore = minimumScore
    self.limit = limit
  }
}

/// Two records that are probably one person or company.
package struct DuplicateCandidate: Sendable {
  package struct Side: Sendable {
    package let reference: Reference
    package let name: String
    package let path: String
  }

  /// The one that knows more: with more orders, else with more fields.
  package let kept: Side
  package let merged: Side
  /// 0…1
  package let score: Double
  package let reasons: [DuplicateReason]
}

package struct DuplicateAnswer: Sendable {
  /// Best first.
  package var candidates: [DuplicateCandidate] = []
  /// Before the limit.
  package var total = 0
  /// Pairs somebody has said are two.
  package var dismissed = 0
  package var compared = 0
}

extension Workspace {
  /// Pairs of records that are probably of one person or company.
  package func duplicates(
    _ request: DuplicateRequest, progress: (any WorkProgress)? = nil
  ) throws(DaichoError) -> DuplicateAnswer {
    let wanted: Set<String>? =
      request.filters.isEmpty
      ? nil : Set(try index.matching(request.filters, request.kind).map(\.reference.id.key))
    var finder = DuplicateFinder()
    var records: [DuplicateRecord] = []
    try index.duplicateRecords(request.kind) { record, traits in
      finder.add(traits)
      records.append(record)
    }
    let pairs = finder.pairs(minimumScore: request.minimumScore) { done, total in
      progress?.progress(.comparing, done: done, of: total)
    }
    progress?.progressEnded()
    var answer = DuplicateAnswer(compared: records.count)
    var shown: [DuplicatePair] = []
    for pair in pairs {
      let (a, b) = (records[pair.first], records[pair.second])
      if let wanted, !wanted.contains(a.reference.id.key), !wanted.contains(b.reference.id.key) { continue }
      if a.notDuplicate.contains(b.reference.id.key) || b.notDuplicate.contains(a.reference.id.key) {
        answer.dismissed += 1
        continue
      }
      answer.total += 1
      if answer.total <= request.limit ?? .max { shown.append(pair) }
    }
    let standing = try index.standing(of: shown.flatMap { [records[$0.first], records[$0.second]] })
    answer.candidates = shown.map { pair in
      let (a, b) = (records[pair.first], records[pair.second])
      func rank(_ record: DuplicateRecord) -> (Int, Int, Int) {
        (standing[record.row]?.orders ?? 0, record.fullness, -record.reference.id.text.utf8.count)
      }
      func side(_ record: DuplicateRecord) -> DuplicateCandidate.Side {
        .init(reference: record.reference, name: record.name, path: standing[record.row]?.path ?? "")
      }
      let isSecondFuller = rank(a) < rank(b)
      return DuplicateCandidate(
        kept: side(isSecondFuller ? b : a), merged: side(isSecondFuller ? a : b), score: pair.score,
        reasons: pair.reasons.map { $0 == .sameCompany && request.kind == .companies ? .sameDomain : $0 })
    }
    return answer
  }

  /// Remembers that two records are two: `not_duplicate` of the first names the second.
  package func dismissDuplicate(
    _ a: FoundRecord, _ b: FoundRecord, dryRun: Bool
  ) throws(DaichoError) -> Recorded {
    guard a.reference != b.reference else { throw .sameRecord(a.reference) }
    guard let field = FieldPath("not_duplicate") else {
      return Recorded(message: CommitMessage("dismiss", [], ""))
    }
    var message = CommitMessage(
      "dismiss", [a.reference, b.reference], "\(a.reference.id.text) is not \(b.reference.id.text)")
    message.isAboutRecord = false
    let other = try open(b).record.value("not_duplicate")?.items ?? []
    if other.contains(.reference(a.reference)) { return Recorded(message: message, diff: dryRun ? "" : nil) }
    let schema = settings.schema(a.reference.kind)
    let change = FileChange.edit(a.path) { bytes throws(DaichoError) in
      try FieldEditor.apply(
        [.add(field, [b.reference.id.text])], to: bytes, path: a.path, schema: schema)
    }
    return try record([change], as: message, dryRun: dryRun)
  }
}
