import CGit2
import DaichoModel

/// Claims: refs outside of the branches, `refs/daicho/claims/NAME`, that only one clone can make on a remote.
/// Each holds a commit without files or parents, whose message says who made it.
extension Repository {
  private static let folder = "refs/daicho/claims/"

  /// The message of a claim that this repository knows of.
  ///
  /// - Parameter name: letters that a ref can hold.
  package func claim(_ name: String) throws(DaichoError) -> String? {
    guard let id = try target(of: Self.folder + name) else { return nil }
    return try commit(id).message
  }

  /// Makes a claim on the remote, or finds the one that is there.
  ///
  /// - Returns: the message of the claim that holds: `message`, or that of whoever was first.
  package func claim(
    _ name: String, saying message: String, by author: Signature, on remote: ReachableRemote,
    access: RemoteAccess
  ) throws(DaichoError) -> String {
    for _ in 0..<3 {
      if let there = try fetchClaim(name, remote, access) { return there }
      let empty = try TreeEditor(repository: self).write([], onto: nil)
      let id = try write(commitOf: empty, parents: [], message: message, author: author, committer: author)
      do throws(DaichoError) {
        try pushClaim(id, name, remote, access)
        return message
      } catch {
        guard error.code == "push-rejected" else { throw error }
      }
    }
    throw .pushRejected(remote.address.shown, "refs/daicho/claims")
  }

  private func fetchClaim(
    _ name: String, _ remote: ReachableRemote, _ access: RemoteAccess
  ) throws(DaichoError) -> String? {
    try fetch(remote, access: access, refspec: "+\(Self.folder)*:\(Self.folder)*")
    return try claim(name)
  }

  private func pushClaim(
    _ id: ObjectID, _ name: String, _ remote: ReachableRemote, _ access: RemoteAccess
  ) throws(DaichoError) {
    let ref = Self.folder + name
    guard case .folder(let path) = remote.address.way else {
      // Unlike the claim of another clone, whose history is another, this is refused where there is one.
      try moveRef(ref, from: target(of: ref), to: id, message: "")
      do throws(DaichoError) {
        return try push("\(ref):\(ref)", remote, access)
      } catch {
        try? moveRef(ref, from: id, to: nil, message: "")
        throw error
      }
    }
    let aside = "refs/daicho/aside-\(id)"
    try moveRef(aside, from: nil, to: id, message: "")
    defer { try? moveRef(aside, from: id, to: nil, message: "") }
    let other = try Repository.open(path)
    try other.marking([aside]) { () throws(DaichoError) in
      try push("+\(aside):\(aside)", remote, access)
    }
    defer { try? other.moveRef(aside, from: other.target(of: aside), to: nil, message: "") }
    try other.moveRef(ref, from: nil, to: id, message: "claim")
    try moveRef(ref, from: target(of: ref), to: id, message: "")
  }
}
