import DaichoFiles
import DaichoIndex
import DaichoModel

extension Workspace {
  /// The one record that is there and that `text` names exactly, by path, `kind/id` or id, as commits know it.
  /// The index of the files is not asked, nor any file but its own looked at.
  package func committedRecord(_ text: String) throws(DaichoError) -> RecordFile? {
    guard past == nil, let historyIndex else { return nil }
    let there = try historyIndex.files(named: text).filter { isThere($0.path) }
    return there.count == 1 ? there.first : nil
  }

  /// The records that `text` names exactly and that are no longer: under the id that they were renamed to, or as
  /// they were when they were removed.
  package func formerRecords(_ text: String) throws(DaichoError) -> [RecordFile] {
    guard past == nil, let historyIndex else { return [] }
    var found: [RecordFile] = []
    for file in try historyIndex.files(named: text) where !isThere(file.path) {
      let last = try historyIndex.successor(of: file) ?? file
      if !found.contains(where: { $0.reference == last.reference }) { found.append(last) }
    }
    return found
  }

  func isThere(_ path: String) -> Bool {
    (try? folder.status(path)) ?? nil != nil
  }
}
