/// A commit whose objects are written but which nothing points to yet. Kept on disk by the caller, so that
/// `publish` can be run again after a crash.
package struct PreparedCommit: Sendable, Hashable, Codable {
  package var id: ObjectID
  /// `nil` for the first commit of a repository.
  package var parent: ObjectID?
  /// The ref that moves from `parent` to `id`: a branch, or `HEAD` where it is detached.
  package var ref: String
  package var reflogMessage: String
  package var indexChanges: [IndexChange]

  package init(
    id: ObjectID, parent: ObjectID?, ref: String, reflogMessage: String, indexChanges: [IndexChange]
  ) {
    (self.id, self.parent, self.ref) = (id, parent, ref)
    (self.reflogMessage, self.indexChanges) = (reflogMessage, indexChanges)
  }

  /// What becomes of one path's staged version.
  package struct IndexChange: Sendable, Hashable, Codable {
    package var path: String
    /// `nil`: not staged, or with intent to add only.
    package var old: ObjectID?
    /// `nil`: removed.
    package var new: ObjectID?
    package var mode: FileMode

    package init(path: String, old: ObjectID?, new: ObjectID?, mode: FileMode) {
      (self.path, self.old, self.new, self.mode) = (path, old, new, mode)
    }
  }
}
