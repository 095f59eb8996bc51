import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel
import Foundation
import OrderedCollections

/// Whether somebody may be mailed, asked again before each mail.
///
/// What the register says is read anew as soon as a file it could depend on has changed: the customer's own,
/// an events ledger, or any other that exclusions are about. Of the work tree and HEAD the stricter holds.
/// Used from one thread.
final class SendPermission {
  private let workspace: Workspace
  private let excluded: [String]
  /// Milliseconds since 1970.
  private let now: () -> Int64
  /// By id.
  private var people: [String: Person] = [:]
  private var forbidden: Prohibitions
  private var capped: Set<String> = []
  /// Nanoseconds since 1970: what was touched from then on is not known yet.
  private var readAt: Int64 = 0
  private var ledgers: [String] = []
  /// Folders of ledgers that were not there.
  private var absent: [String] = []

  private struct Person {
    let address: String?
    let refusal: SkipReason?
    let path: String
  }

  /// File systems stamp with a clock that lags by up to a tick.
  private static let margin: Int64 = 20_000_000
  /// What exclusions may ask besides is read again after so long, in nanoseconds, or at once when its folder
  /// tells of a change.
  private static let longestTrust: Int64 = 30_000_000_000

  init(_ workspace: Workspace, _ campaign: Campaign, now: @escaping () -> Int64) throws(DaichoError) {
    self.workspace = workspace
    self.now = now
    excluded = campaign.exclude
    forbidden = Prohibitions()
    try refresh()
  }

  /// - Parameter address: the frozen one.
  /// - Returns: why not; `nil` where nothing stands against it.
  func refusal(customer: String, address: String) throws(DaichoError) -> SkipReason? {
    if try isStale(customer) { try refresh() }
    let folded = TextFolding.fold(address)
    guard let person = people[customer] else { return .address }
    if let refusal = person.refusal { return refusal }
    guard person.address == folded else { return .address }
    if forbidden.customers.contains(RecordID.key(customer)) { return .consent }
    if forbidden.addresses.contains(folded) { return .suppressed }
    if capped.contains(folded) { return .maxMails }
    return nil
  }

  // MARK: Reading anew

  private func refresh() throws(DaichoError) {
    readAt = now() * 1_000_000 - SendPermission.margin
    try workspace.index.renew()
    (ledgers, absent) = ([], [])
    for folder in ["events", "orders"] {
      let walk = FolderWalk.walk(
        workspace.folder, tops: [FolderWalk.Top(folder, suffixes: [".jsonl", ".csv"])])
      if walk.directories.isEmpty { absent.append(folder) }
      for listing in walk.directories {
        ledgers += [listing.path] + listing.entries.map { "\(listing.path)/\($0.name)" }
      }
    }
    if !excluded.isEmpty {
      for folder in ["segments", "deals", "inquiries", "companies"] {
        let walk = FolderWalk.walk(workspace.folder, tops: [FolderWalk.Top(folder, suffixes: [".md"])])
        ledgers += walk.directories.map(\.path)
      }
    }
    people.removeAll(keepingCapacity: true)
    try workspace.index.audience(of: ListRequest(.customers), excluding: excluded) { row in
      people[row.id] = Person(
        address: row.foldedAddress,
        refusal: row.obstacle.map(SendPermission.reason) ?? (row.excludedBy == nil ? nil : .excluded),
        path: row.path)
    }
    forbidden = try Prohibitions.ofHead(workspace)
    if let limit = try workspace.deliverySettings().maximumMails {
      capped = try workspace.index.cappedAddresses(limit.count, inDays: limit.days)
    }
  }

  private static func reason(_ obstacle: MailObstacle) -> SkipReason {
    switch obstacle.code {
    case "no-address": .address
    case "suppressed": .suppressed
    default: .consent
    }
  }

  /// Whether a file that the answer rests on was touched since it was read.
  private func isStale(_ customer: String) throws(DaichoError) -> Bool {
    guard let person = people[customer] else { return true }
    if !excluded.isEmpty, now() * 1_000_000 - readAt > SendPermission.longestTrust { return true }
    return isTouched(person.path) || ledgers.contains(where: isTouched)
      || absent.contains { access("\(workspace.root)/\($0)", F_OK) == 0 }
  }

  private func isTouched(_ path: String) -> Bool {
    var status = stat()
    guard lstat("\(workspace.root)/\(path)", &status) == 0 else { return true }
    #if canImport(Darwin)
      let times = [status.st_mtimespec, status.st_ctimespec]
    #else
      let times = [status.st_mtim, status.st_ctim]
    #endif
    return times.contains { Int64($0.tv_sec) * 1_000_000_000 + Int64($0.tv_nsec) >= readAt }
  }
}

/// What HEAD forbids and the work tree has not: somebody has taken it away, or changed it, and not
/// committed that.
struct Prohibitions {
  /// Keys of ids.
  var customers: Set<String> = []
  /// Folded.
  var addresses: Set<String> = []

  /// - Parameter channel: what must not be used is decided by its consents and its events.
  static func ofHead(
    _ workspace: Workspace, channel: String = "email"
  ) throws(DaichoError) -> Prohibitions {
    var found = Prohibitions()
    guard let repository = workspace.repository, let head = try repository.head().id else { return found }
    let commit = try repository.commit(head)
    guard let files = try CommitFiles(repository, commit, prefix: workspace.prefix) else { return found }
    var known: [String: (path: String, line: Int)]?
    for folder in ["customers", "events"] {
      for entry in try repository.status(under: workspace.repositoryPath(folder)) {
        guard entry.path.hasPrefix(workspace.prefix) else { continue }
        let path = String(entry.path.dropFirst(workspace.prefix.utf8.count))
        guard let bytes = try files.bytesIfThere(path) else { continue }
        if folder == "customers" {
          found.addCustomer(bytes, path, workspace, channel)
        } else {
          if known == nil { known = try workspace.index.eventPlaces() }
          let present = known ?? [:]
          try found.addEvents(bytes, path, channel, except: { present[$0] != nil })
        }
      }
    }
    return found
  }

  /// Of a record that says no, the person and their addresses.
  private mutating func addCustomer(
    _ bytes: [UInt8], _ path: String, _ workspace: Workspace, _ channel: String
  ) {
    guard let id = RecordReader.id(ofFile: path) else { return }
    let record = RecordReader(settings: workspace.settings).read(bytes: bytes, path: path, kind: .customers)
    let facts = record.value("consent")?.items ?? []
    var newest: (granted: CalendarDate?, withdrawn: CalendarDate?)
    for fact in facts where fact["channel"].map({ TextFolding.fold($0.plainText) }) == channel {
      if case .date(let day)? = fact["withdrawn"] { newest.withdrawn = max(newest.withdrawn ?? day, day) }
      if case .date(let day)? = fact["granted"] { newest.granted = max(newest.granted ?? day, day) }
    }
    var forbids =
      record.value("do_not_contact").map { value in
        if case .boolean(let flag) = value { flag } else { true }
      } ?? false
    if let withdrawn = newest.withdrawn, newest.granted.map({ $0 <= withdrawn }) ?? true { forbids = true }
    if forbids || !record.isReadable { customers.insert(id.key) }
  }

  /// Those that are gone from the work tree; what is still there is the index's to weigh.
  private mutating func addEvents(
    _ bytes: [UInt8], _ path: String, _ channel: String, except isPresent: (String) -> Bool
  ) throws(DaichoError) {
    var (people, places): (Set<String>, Set<String>) = ([], [])
    _ = try EventsLedger.read(MemoryStream(bytes), path: path) { events throws(DaichoError) in
      for event in events where Self.binds(event, channel) && !isPresent(event.id) {
        if channel == "email", let email = event.email { places.insert(TextFolding.fold(email)) }
        if let customer = event.customer { people.insert(RecordID.key(customer)) }
      }
    }
    addresses.formUnion(places)
    customers.formUnion(people)
  }

  private static func binds(_ event: Event, _ channel: String) -> Bool {
    guard channel == "email" else {
      guard event.kind == "preference", case .object(let members) = event.json else { return false }
      return members["channel"] == .string(channel) && members["granted"] != .bool(true)
    }
    switch event.kind {
    case "unsubscribe", "complaint": return true
    case "bounce":
      guard case .object(let members) = event.json else { return true }
      return !["bounce", "type", "bounce_type", "class"].contains { members[$0] == .string("soft") }
    default: return false
    }
  }
}
