import DaichoFiles
import DaichoIndex
import DaichoModel

/// Ids and files for many new records of one kind.
struct RecordNaming {
  private let kind: Kind
  private var taken: Set<String>
  private let isSharded: Bool
  /// The number the next record of a name that is taken gets.
  private var next: [String: Int] = [:]

  /// - Parameter expected: how many may be made: many at once go into subfolders from the first on.
  init(_ kind: Kind, index: WorkspaceIndex, expected: Int) throws(DaichoError) {
    self.kind = kind
    taken = try index.takenKeys(kind)
    isSharded = taken.count + expected >= Workspace.shardingThreshold
  }

  func isTaken(_ id: RecordID) -> Bool { taken.contains(id.key) }

  /// An id made from the first of these that gives one, else from the kind: `customer-2`.
  mutating func name(from sources: [String?]) -> RecordID? {
    let base = sources.lazy.compactMap { $0 }.compactMap(Romaji.id).first ?? kind.singular
    guard let first = RecordID(base) else { return nil }
    if taken.insert(first.key).inserted { return first }
    for number in next[first.key, default: 2]...1_000_000 {
      guard let id = RecordID("\(base)-\(number)") else { return nil }
      if taken.insert(id.key).inserted {
        next[first.key] = number + 1
        return id
      }
    }
    return nil
  }

  /// Whether the id was free until now.
  mutating func take(_ id: RecordID) -> Bool { taken.insert(id.key).inserted }

  /// `customers/hanako.md`, or `customers/ha/hanako.md` once the kind is large.
  func path(of id: RecordID) -> String {
    isSharded ? "\(kind.folder)/\(id.key.prefix(2))/\(id.text).md" : "\(kind.folder)/\(id.text).md"
  }
}
