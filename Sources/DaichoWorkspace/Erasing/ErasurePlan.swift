import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel

/// What forgetting a person will change, found before anything is written.
package struct ErasurePlan {
  package let customer: FoundRecord
  package let token: String
  /// Ids of records of theirs: today's, earlier ones, those of records merged into it.
  package let ids: [String]
  /// How many different strings of theirs are looked for.
  package let strings: Int
  /// Files with a version that changes, and how many versions, by path.
  package let files: [(path: String, versions: Int)]
  /// Of those, binary ones, which go as a whole.
  package let binaries: [String]
  package let commits: Int
  package let messages: Int
  package let refs: Int
  package let stashes: Int
  /// Strings that other people have too, and that stay where it is not about this person.
  package let shared: [String]
  /// Files of the work tree that git does not have and that name the person. They are not touched.
  package let untracked: [String]
  /// Remotes, which have the old history until somebody replaces it.
  package let remotes: [String]

  let person: ErasedPerson
  let rewrite: HistoryRewrite
  let eraser: Eraser
  let head: Repository.Head
  let stashIDs: [ObjectID]
}

/// How a person is to be forgotten.
package struct ErasureOptions: Sendable {
  /// Until when the proof of consent is kept, for whoever may ask for it by law.
  package var keepProofUntil: CalendarDate?
  /// A safety copy of the old history, and the day by which it has to be deleted.
  package var copy: (path: String, deleteBy: CalendarDate)?
  package var reason: String?
  package var member: String?

  package init() {}
}

/// What forgetting has come to.
package struct Erasure {
  package let token: String
  /// The commit that says so, on top of the new history.
  package let commit: String
  /// How many commits are other ones now.
  package let rewritten: Int
  package let lostSignatures: Int
  /// Where the map from old to new commit ids is: absolute.
  package let map: String
  /// Objects that still hold a string of theirs: there should be none.
  package let leftovers: Int
  package let remotes: [String]
  package let copy: String?
}
