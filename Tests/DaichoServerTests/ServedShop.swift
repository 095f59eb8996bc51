import DaichoIndex
import DaichoMail
import DaichoModel
import DaichoServer
import DaichoTestSupport
import DaichoWorkspace
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// A workspace with a key and a campaign that went out to two people, in a real repository.
final class ServedShop: Sendable {
  let folder: TemporaryFolder
  let git: Git
  let key: WorkspaceKey
  let ring: KeyRing

  /// Milliseconds since 1970: 2026-11-20 12:00:00 in Tokyo, unless moved.
  let clock = Mutex<Int64>(1_795_143_600_000)

  static let link = "https://shop.example/winter?a=1&b=2"

  init() throws {
    folder = try TemporaryFolder(named: "daicho-served")
    git = Git(in: folder.path)
    var generator = SystemRandomNumberGenerator()
    key = WorkspaceKey(using: &generator)
    ring = KeyRing(key)
    try git.initialize()
    try folder.write(
      """
      name: 喫茶 <Tsubame> & "Co"
      timezone: Asia/Tokyo
      locale: en
      key: "\(key.fingerprint)"
      base_url: https://crm.shop.example

      """, to: "daicho.yml")
    try folder.write(
      """
      ---
      name: Hanako
      email: hanako@example.com
      consent: [{channel: email, granted: 2025-01-01, via: form}]
      ---

      """, to: "customers/hanako.md")
    try folder.write(
      """
      {"at":"2026-11-20T09:00:00+09:00","campaign":"winter","state":"started","links":["\(ServedShop.link)"]}
      \(ServedShop.sent("one", to: "hanako@example.com", "hanako"))
      \(ServedShop.sent("two", to: "taro@example.com", "taro"))

      """, to: "sends/winter.jsonl")
    try git.commitAll("Start")
  }

  static func sent(_ name: String, to address: String, _ customer: String) -> String {
    """
    {"at":"2026-11-20T09:00:01+09:00","campaign":"winter","state":"accepted","customer":"\(customer)",\
    "address":"\(address)","message_id":"\(message(name))@crm.shop.example"}
    """
  }

  static func message(_ name: String) -> MessageKey {
    MessageKey(campaign: "winter", occurrence: nil, revision: "1", address: name)
  }

  func token(_ purpose: MailToken.Purpose, _ name: String = "one", link: Int? = nil) -> String {
    ring.text(of: MailToken(purpose, ServedShop.message(name), link: link))
  }

  func open() throws(DaichoError) -> Workspace {
    try Workspace(
      containing: folder.path, epoch: clock.withLock { $0 }, today: nil,
      identity: Identity(
        authorName: "S", authorEmail: "s@example.com", committerName: "S", committerEmail: "s@example.com"),
      progress: Silence())
  }

  private final class Silence: WorkProgress {
    func progress(_ work: Wording, done: Int, of total: Int) {}
    func progressEnded() {}
  }

  // MARK: Asking in memory

  func desk() throws -> ReturnDesk {
    try ReturnDesk(
      open: { () throws(DaichoError) in try self.open() }, now: { self.clock.withLock { $0 } })
  }

  func responder(_ desk: ReturnDesk) throws -> ReturnResponder {
    let settings = try open().settings
    return ReturnResponder(desk: desk, site: Site(settings, keys: ring, host: "127.0.0.1"), tell: { _ in })
  }

  struct Answer: Equatable {
    let status: Int
    let headers: HTTPFields
    let body: String
  }

  static let browser = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"

  func ask(
    _ responder: ReturnResponder, _ method: HTTPRequest.Method, _ path: String, body: String = "",
    host: String? = "crm.shop.example", agent: String = ServedShop.browser
  ) async throws -> Answer {
    var head = HTTPRequest(method: method, scheme: "http", authority: host, path: path)
    head.headerFields[.userAgent] = agent
    let request = Request(head: head, body: .init(buffer: ByteBuffer(string: body)))
    let response = try await responder.answer(request)
    let sink = Sink()
    try await response.body.write(sink)
    return Answer(
      status: response.status.code, headers: response.headers,
      body: String(buffer: sink.buffer.withLock { $0 }))
  }

  private final class Sink: ResponseBodyWriter, Sendable {
    let buffer = Mutex(ByteBuffer())

    func write(_ buffer: ByteBuffer) async throws {
      self.buffer.withLock {
        var piece = buffer
        _ = $0.writeBuffer(&piece)
      }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
  }

  // MARK: What became of it

  struct Event: Decodable, Equatable {
    let id: String
    let kind: String
    let email: String?
    let customer: String?
    let campaign: String?
    let url: String?
    let message_id: String?
    let via: String?
    let channel: String?
    let granted: Bool?
    let by: String?
    let automatic: Bool?
  }

  func events(committed: Bool = false) throws -> [Event] {
    let text: String
    if committed {
      text = try git("show", "HEAD:events/2026-11.jsonl")
    } else {
      guard folder.exists("events/2026-11.jsonl") else { return [] }
      text = try folder.read("events/2026-11.jsonl")
    }
    return try text.split(separator: "\n").map { try JSONDecoder().decode(Event.self, from: Data($0.utf8)) }
  }
}
