import DaichoModel

/// A commit and the files in which it differs from every one of its parents.
///
/// What a merge took over from one of its sides is that side's doing and is not here.
package struct HistoryStep: Sendable {
  package var commit: CommitInfo
  /// How the commit says that it is signed; nothing is verified.
  package var signature: SignatureFormat?
  /// Parents that this repository does not have: a shallow clone ends here, or it is damaged.
  package var missingParents: [ObjectID] = []
  /// A tree that this repository does not have kept `files` from being known.
  package var isUnreadable = false
  package var files: [File] = []
  /// The folder that is walked, as the commit and each parent have it.
  var folder: ObjectID?
  var parentFolders: [ObjectID?] = []

  package struct File: Sendable, Hashable {
    /// Relative to the folder that is walked.
    package var path: String
    /// Where the file was before, if the commit moved it.
    package var oldPath: String?
    /// `nil`: the commit removed the file.
    package var new: ObjectID?
    /// As each parent has it, in their order; `nil` where it has none. One `nil` for a commit without parents.
    package var olds: [ObjectID?]
  }

  package enum SignatureFormat: String, Sendable {
    case ssh, openpgp, x509
  }
}

/// Which files of a tree a walk looks at.
package struct PathSelection: Sendable {
  /// Top folders and how the files at any depth below them end; with no ending: every file.
  package var folders: [String: [String]]
  /// Files at the top.
  package var files: Set<String>

  package init(folders: [String: [String]], files: Set<String>) {
    (self.folders, self.files) = (folders, files)
  }
}
