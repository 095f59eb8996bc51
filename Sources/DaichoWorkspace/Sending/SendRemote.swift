import DaichoGit
import DaichoModel

/// The remote's part in sending once: nobody sends from an old state, and one clone alone sends each campaign.
extension Workspace {
  /// Fetches, and refuses where the remote has commits that are not here. Then claims the send.
  ///
  /// - Returns: whether there is a remote.
  /// - Throws: `behind-remote`, `claimed-elsewhere`, and what reaching the remote does.
  func claim(_ name: SendName, clone: String, host: String, _ options: SyncOptions) throws(DaichoError)
    -> Bool
  {
    guard let (remote, branch, repository) = try sendRemote(options) else { return false }
    try refuseBehind(remote, branch, repository, options)
    let author = try signature(.author, repository)
    let message = "claim(\(name.text)): \(host)\n\nCampaign: \(name.text)\nClone: \(clone)\nHost: \(host)\n"
    let ref = Workspace.claimName(name)
    let target = try self.remote(
      options, branch: localBranch(repository), repository, forPush: true)
    let held = try repository.claim(ref, saying: message, by: author, on: target, access: options.access)
    let lines = held.split(separator: "\n")
    func value(_ key: String) -> String? {
      lines.first { $0.hasPrefix(key + ": ") }.map { String($0.dropFirst(key.utf8.count + 2)) }
    }
    guard value("Clone") == clone else { throw .claimedElsewhere(name.text, host: value("Host") ?? "?") }
    return true
  }

  /// Sends the commits of a send to the remote, if nobody else has pushed; they can go later too.
  ///
  /// - Returns: whether they are there now; `nil` where there is no remote.
  func pushSend(_ options: SyncOptions) throws(DaichoError) -> Bool? {
    guard let (remote, branch, repository) = try sendRemote(options) else { return nil }
    let head = try repository.head()
    guard let now = head.id else { return nil }
    let tip = try repository.fetch(remote, access: options.access)[branch]
    if let tip, try !repository.commits(from: tip, hiding: [now], limit: 1).isEmpty { return false }
    let target = try self.remote(options, branch: localBranch(repository), repository, forPush: true)
    do throws(DaichoError) {
      try repository.push(now, of: head.ref, to: branch, expecting: tip, target, access: options.access)
    } catch {
      guard error.code == "push-rejected" else { throw error }
      return false
    }
    try repository.follow(remote.name, branch, now)
    return true
  }

  private func sendRemote(
    _ options: SyncOptions
  ) throws(DaichoError) -> (ReachableRemote, branch: String, Repository)? {
    guard let repository else { throw .noRepository(root) }
    guard try !repository.remoteNames().isEmpty else { return nil }
    let local = try localBranch(repository)
    let remote = try remote(options, branch: local, repository)
    return (remote, try upstreamBranch(of: local, on: remote.name, repository), repository)
  }

  private func localBranch(_ repository: Repository) throws(DaichoError) -> String {
    let head = try repository.head()
    guard case .branch(let ref, _) = head, ref.hasPrefix("refs/heads/") else { throw .notOnABranch() }
    return String(ref.dropFirst("refs/heads/".count))
  }

  private func refuseBehind(
    _ remote: ReachableRemote, _ branch: String, _ repository: Repository, _ options: SyncOptions
  ) throws(DaichoError) {
    let tip = try repository.fetch(remote, access: options.access)[branch]
    guard let tip, let head = try repository.head().id, tip != head else { return }
    let new = try repository.commits(from: tip, hiding: [head])
    guard new.isEmpty else { throw .behindRemote("\(remote.name)/\(branch)", new.count) }
  }

  /// Letters that a ref can hold, whatever the campaign is called.
  private static func claimName(_ name: SendName) -> String {
    name.stem.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        String(Unicode.Scalar(byte))
      default: "_" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }.joined()
  }
}
