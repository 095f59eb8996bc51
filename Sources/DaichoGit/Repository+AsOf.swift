import CGit2
import DaichoModel

extension Repository {
  /// The newest commit reachable from `start` whose committer's clock showed `seconds` (since 1970) or less;
  /// `nil` where history begins later.
  package func lastCommit(notAfter seconds: Int64, from start: ObjectID) throws(DaichoError) -> CommitInfo? {
    let repository = pointer
    let walk = try Handle(free: git_revwalk_free) { git_revwalk_new(&$0, repository) }
    try check(git_revwalk_sorting(walk.pointer, GIT_SORT_TIME.rawValue))
    var oid = start.oid
    try check(git_revwalk_push(walk.pointer, &oid))
    while true {
      let status = git_revwalk_next(&oid, walk.pointer)
      if status == GIT_ITEROVER.rawValue { return nil }
      try check(status)
      let commit = try commit(ObjectID(oid))
      if commit.committer.when <= seconds { return commit }
    }
  }
}
