import CGit2
import DaichoModel

extension Repository {
  /// The newest commit reachable from `start` whose committer's clock showed `seconds` (since 1970) or less;
  /// `nil` where history begins later.
  package func lastCommit(notAfter seconds: Int64, from start: ObjectID) throws(DaichoError) -> CommitInfo? {
    try lastCommit(from: start) { $0.committer.when <= seconds }
  }

  /// The newest commit reachable from `start` that is wanted: by its committer's clock, but never one before
  /// a commit that was made on top of it. Where a shallow clone ends, history does.
  package func lastCommit(
    from start: ObjectID, where isWanted: (CommitInfo) -> Bool
  ) throws(DaichoError) -> CommitInfo? {
    var seen: Set<ObjectID> = [start]
    // The newest last.
    var waiting = [try commit(start)]
    while let commit = waiting.popLast() {
      if isWanted(commit) { return commit }
      for id in commit.parents where seen.insert(id).inserted {
        guard let parent = try commitIfThere(id) else { continue }
        let place = waiting.firstIndex { $0.committer.when > parent.committer.when } ?? waiting.count
        waiting.insert(parent, at: place)
      }
    }
    return nil
  }

  private func commitIfThere(_ id: ObjectID) throws(DaichoError) -> CommitInfo? {
    var (oid, commit) = (id.oid, OpaquePointer?.none)
    guard try found(git_commit_lookup(&commit, pointer, &oid)), let commit else {
      if isShallow { return nil }
      throw .gitFailed("object not found: \(id)")
    }
    return CommitInfo(Handle(commit, free: git_commit_free).pointer)
  }
}
