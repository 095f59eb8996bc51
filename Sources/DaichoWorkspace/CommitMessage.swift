import DaichoModel

/// The message of a commit that daicho makes: `ACTION(ID): what` and its trailers.
///
/// The words of a log entry and the values of a person's fields stay in the file: erasing somebody has one
/// place less to scrub.
package struct CommitMessage: Sendable {
  package var action: String
  package var records: [Reference]
  package var what: String
  package var body: String?
  package var trailers: [(key: String, value: String)]
  /// False where other files than the one record's are changed as well.
  package var isAboutRecord = true
  /// What it is about instead of one record: `import(orders)`, `check(fix)`.
  package var scope: String?

  package init(
    _ action: String, _ records: [Reference], _ what: String, body: String? = nil,
    trailers: [(key: String, value: String)] = []
  ) {
    self.action = action
    self.records = records
    self.what = what
    self.body = body
    self.trailers = trailers
  }

  package var subject: String {
    let record = records.count == 1 && isAboutRecord ? records[0].id.text : nil
    let about = (scope ?? record).map { "(\($0))" } ?? ""
    let words = what.split(whereSeparator: \.isNewline).joined(separator: " ")
    let line = "\(action)\(about): \(words)"
    return line.count > 120 ? line.prefix(119) + "…" : line
  }

  package var text: String {
    var lines = [("Action", action)]
    lines = records.map { ("Record", $0.description) } + lines + trailers.map { ($0.key, $0.value) }
    let trailerText = lines.map { "\($0.0): \($0.1.filter { !$0.isNewline })" }.joined(separator: "\n")
    return [subject, body, trailerText].compactMap(\.self).joined(separator: "\n\n") + "\n"
  }
}
