import DaichoIndex
import DaichoMail
import DaichoModel
import DaichoWorkspace
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// The routes: `/u/TOKEN`, `/p/TOKEN`, `/o/TOKEN`, `/c/TOKEN`, `/w/TOKEN` and `/.well-known/daicho`. Whatever else is asked
/// for, and whatever token was not made here, gets one and the same answer.
package struct ReturnResponder: HTTPResponder {
  package typealias Context = BasicRequestContext

  let desk: ReturnDesk
  let site: Site
  private let tell: @Sendable (Serving.Notice) -> Void
  private let crowd = Crowd()

  /// Of a crowd one line a minute is enough: a log that anybody can make grow fills the disk.
  private final class Crowd: Sendable {
    private let told = Mutex<Int64?>(nil)

    func isNews(at time: Int64) -> Bool {
      told.withLock { told in
        if let last = told, (0..<60_000).contains(time - last) { return false }
        told = time
        return true
      }
    }
  }

  package init(desk: ReturnDesk, site: Site, tell: @escaping @Sendable (Serving.Notice) -> Void) {
    self.desk = desk
    self.site = site
    self.tell = tell
  }

  /// Of a request's body, in bytes.
  static let mostBody = 65_536

  package func respond(to request: Request, context: Context) async throws -> Response {
    try await answer(request)
  }

  package func answer(_ request: Request) async throws -> Response {
    guard let authority = request.head.authority, !authority.isEmpty else { return plain(.badRequest) }
    guard site.isOurs(authority) else { return plain(.misdirectedRequest) }
    let path = request.uri.path
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    do {
      if path == "/.well-known/daicho" { return liveness(request) }
      if parts.count == 3, parts[0].isEmpty {
        switch parts[1] {
        case "u": return try await unsubscribe(request, parts[2])
        case "p": return try await preferences(request, parts[2])
        case "o": return try await open(request, parts[2])
        case "c": return try await click(request, parts[2])
        case "w": return try await webView(request, parts[2])
        default: break
        }
      }
      return page(.notFound, Page.notFound(site))
    } catch let error as DaichoError {
      // Never with a token or an address; the answer says nothing of it.
      if error.code != "too-busy" || crowd.isNews(at: desk.time) { tell(.failure(error)) }
      return plain(.serviceUnavailable)
    }
  }

  // MARK: Unsubscribing

  private func unsubscribe(_ request: Request, _ text: Substring) async throws -> Response {
    guard let token = site.keys.token(text, for: .unsubscribe) else {
      return page(.notFound, Page.notFound(site))
    }
    switch request.method {
    case .get, .head:
      let sent = try await desk.message(of: token)
      let isBlocked: Bool
      if let address = sent?.address {
        isBlocked = try await desk.isBlocked(address)
      } else {
        isBlocked = false
      }
      return page(
        .ok, Page.unsubscribe(site, token: text, address: sent?.address, isDone: isBlocked), for: request)
    case .post:
      guard let form = try await Form(request) else { return plain(.contentTooLarge) }
      var hit = ReturnDesk.Hit(form.asksToComeBack ? .resubscribe : .unsubscribe, token)
      hit.via = form.isOneClick ? "one-click" : "page"
      let sent = try await desk.take(hit)
      if form.isOneClick { return plain(.ok) }
      return page(
        .ok, Page.done(site, token: text, address: sent?.address, cameBack: form.asksToComeBack))
    default: return notAllowed("GET, HEAD, POST")
    }
  }

  // MARK: Opens and clicks

  private func open(_ request: Request, _ text: Substring) async throws -> Response {
    guard request.method == .get || request.method == .head else { return notAllowed("GET, HEAD") }
    if let token = site.keys.token(text, for: .open) {
      var hit = ReturnDesk.Hit(.open, token)
      let visitor = Visitor(request.head)
      (hit.by, hit.isAutomatic) = (visitor.name, visitor.isAutomatic)
      _ = try await desk.take(hit)
    }
    var headers = Site.headers
    headers[.contentType] = "image/gif"
    return response(.ok, headers, ByteBuffer(bytes: Page.pixel), for: request)
  }

  private func click(_ request: Request, _ text: Substring) async throws -> Response {
    guard request.method == .get || request.method == .head else { return notAllowed("GET, HEAD") }
    guard let token = site.keys.token(text, for: .click), let target = try await desk.target(of: token) else {
      return page(.notFound, Page.notFound(site))
    }
    var hit = ReturnDesk.Hit(.click, token)
    let sent = try await desk.message(of: token)
    let visitor = Visitor(request.head, age: sent.map { desk.time - $0.at })
    (hit.by, hit.isAutomatic) = (visitor.name, visitor.isAutomatic)
    _ = try await desk.take(hit)
    var headers = Site.headers
    headers[.location] = target
    return response(.found, headers, ByteBuffer(), for: request)
  }

  // MARK: Reading in the browser

  private func webView(_ request: Request, _ text: Substring) async throws -> Response {
    guard let token = site.keys.token(text, for: .webView) else {
      return page(.notFound, Page.notFound(site))
    }
    guard request.method == .get || request.method == .head else { return notAllowed("GET, HEAD") }
    let view = await Result { () async throws(DaichoError) in try await desk.webView(of: token, site.keys) }
    switch view {
    case .success(let html?):
      var headers = Site.headers
      headers[.contentType] = "text/html; charset=utf-8"
      headers[.contentSecurityPolicy] = Site.mailPolicy
      return response(.ok, headers, ByteBuffer(string: html), for: request)
    case .success(nil): return page(.notFound, Page.notFound(site))
    case .failure(let error) where error.code == "too-busy": throw error
    case .failure(let error):
      // It will not be there in a moment either.
      tell(.failure(error))
      return page(.notFound, Page.notFound(site))
    }
  }

  // MARK: Liveness

  /// Proves to `daicho send` that this server holds the workspace's key.
  private func liveness(_ request: Request) -> Response {
    guard request.method == .get, let challenge = request.uri.queryParameters["challenge"].map(String.init),
      (1...128).contains(challenge.utf8.count), challenge.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return page(.notFound, Page.notFound(site)) }
    let key = site.keys.current
    let answer = key.livenessAnswer(to: challenge)
    var headers = Site.headers
    headers[.contentType] = "application/json"
    let json = "{\"daicho\":1,\"fingerprint\":\"\(key.fingerprint)\",\"answer\":\"\(answer)\"}\n"
    return response(.ok, headers, ByteBuffer(string: json), for: request)
  }

  // MARK: Answers

  func page(_ status: HTTPResponse.Status, _ html: String, for request: Request? = nil) -> Response {
    var headers = Site.headers
    headers[.contentType] = "text/html; charset=utf-8"
    headers[.contentLanguage] = site.language.rawValue
    return response(status, headers, ByteBuffer(string: html), for: request)
  }

  /// For machines.
  func plain(_ status: HTTPResponse.Status) -> Response {
    var headers = Site.headers
    headers[.contentType] = "text/plain; charset=utf-8"
    if status == .serviceUnavailable { headers[.retryAfter] = "30" }
    if status == .contentTooLarge { headers[.connection] = "close" }
    return response(status, headers, ByteBuffer(string: "\(status.code) \(status.reasonPhrase)\n"), for: nil)
  }

  func notAllowed(_ methods: String) -> Response {
    var response = plain(.methodNotAllowed)
    response.headers[.allow] = methods
    return response
  }

  private func response(
    _ status: HTTPResponse.Status, _ headers: HTTPFields, _ body: ByteBuffer, for request: Request?
  ) -> Response {
    let response = Response(status: status, headers: headers, body: .init(byteBuffer: body))
    return request?.method == .head ? response.createHeadResponse() : response
  }
}

extension Site {
  /// Of a mail shown as a page: its own styles and its pictures, and nothing that runs or sends.
  static let mailPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; form-action 'none'; "
    + "frame-ancestors 'none'; base-uri 'none'"

  /// On every answer.
  static let headers: HTTPFields = {
    var fields: HTTPFields = [
      .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
      .contentSecurityPolicy:
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ]
    for (name, value) in [("Referrer-Policy", "no-referrer"), ("X-Robots-Tag", "noindex, nofollow")] {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    return fields
  }()
}
