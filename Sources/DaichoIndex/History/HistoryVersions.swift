import DaichoFiles
import DaichoGit
import DaichoModel

/// Reads versions of records from the object database, and keeps the last of them: what a commit leaves is
/// what the next one changes.
struct HistoryVersions {
  let walk: HistoryWalk
  private var young: [ObjectID: RecordVersion] = [:]
  private var old: [ObjectID: RecordVersion] = [:]

  private static let kept = 4096
  /// Bytes of a record beyond which its versions are not compared.
  private static let largest = 16 << 20

  init(_ walk: HistoryWalk) { self.walk = walk }

  mutating func version(_ blob: ObjectID?, path: String) throws(DaichoError) -> RecordVersion? {
    guard let blob else { return nil }
    if let known = young[blob] { return known }
    let version: RecordVersion
    if let known = old[blob] {
      version = known
    } else {
      version =
        switch try walk.content(of: blob, atMost: Self.largest) {
        case .bytes(let bytes): RecordVersion.read(bytes, path: path)
        case .missing: .unreadable("missing-object")
        case .tooLarge: .unreadable("too-large")
        }
    }
    if young.count >= Self.kept {
      old = young
      young = [:]
    }
    young[blob] = version
    return version
  }

  /// What a file's version says otherwise than each of those it came from.
  mutating func changes(of file: HistoryStep.File) throws(DaichoError) -> [RecordChange] {
    let new = try version(file.new, path: file.path)
    guard file.olds.count > 1 else {
      return RecordChange.changes(from: try version(file.olds.first ?? nil, path: file.path), to: new)
    }
    var sides: [[RecordChange]] = []
    for old in file.olds {
      sides.append(RecordChange.changes(from: try version(old, path: file.path), to: new))
    }
    return RecordChange.common(to: sides)
  }
}
