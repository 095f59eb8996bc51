import DaichoMail
import DaichoModel
import DaichoWorkspace
import Dispatch
import Hummingbird
import Logging
import NIOCore

/// Answers the links of mails over HTTP until it is told to stop.
package enum Server {
  /// Connections at a time; more wait to be accepted.
  static let mostConnections = 512

  /// Returns when SIGTERM or SIGINT has ended it, and all that was taken down is committed.
  ///
  /// Errors: those of the workspace and its keys, and `cannot-listen`.
  package static func run(_ serving: Serving) throws(DaichoError) {
    let workspace = try serving.open()
    let keys = try workspace.keyRing(from: serving.keys)
    let desk = try ReturnDesk(open: serving.open, now: serving.now)
    let site = Site(workspace.settings, keys: keys, host: serving.host)
    let outcome = Outcome()
    Task.detached {
      let result = await Result { () async throws(DaichoError) in try await serve(serving, desk, site) }
      outcome.give(result)
    }
    try outcome.take().get()
  }

  private static func serve(_ serving: Serving, _ desk: ReturnDesk, _ site: Site) async throws(DaichoError) {
    // What a crash has left.
    await keep(desk, serving)
    let keeper = Task {
      while !Task.isCancelled {
        try? await Task.sleep(for: .seconds(serving.commitEvery))
        if !Task.isCancelled { await keep(desk, serving) }
      }
    }
    let app = application(serving, desk, site)
    let result: Result<Void, any Error>
    do {
      try await app.runService()
      result = .success(())
    } catch { result = .failure(error) }
    keeper.cancel()
    await keep(desk, serving)
    if case .failure(let error) = result { throw .cannotListen(serving.host, serving.port, "\(error)") }
  }

  static func application(
    _ serving: Serving, _ desk: ReturnDesk, _ site: Site
  ) -> Application<ReturnResponder> {
    // The framework's own words hold paths, and paths hold tokens: only what is grave is written.
    var logger = Logger(label: "daicho.server", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel = .critical
    return Application(
      responder: ReturnResponder(desk: desk, site: site, tell: serving.tell),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ConnectionDeadline()],
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 8_192, maxHeaderListSize: 16_384, maxHeaderFieldCount: 100))),
      configuration: ApplicationConfiguration(
        address: .hostname(serving.host, port: serving.port), serverName: nil,
        availableConnectionsDelegate: .maximum(mostConnections, logger: logger)),
      onServerRunning: { channel in
        serving.tell(
          .note(.listening(site.address(serving.host, channel.localAddress?.port ?? serving.port))))
      }, logger: logger)
  }

  private static func keep(_ desk: ReturnDesk, _ serving: Serving) async {
    switch await Result(catching: { () async throws(DaichoError) in try await desk.keep() }) {
    case .success(let kept?): serving.tell(.note(.kept(kept)))
    case .success(nil): break
    // It stays where it is, and is tried again.
    case .failure(let error): serving.tell(.failure(error))
    }
  }

  /// Handed from one thread to another, once.
  // Unchecked: the value is written before the semaphore is raised, and read only after.
  private final class Outcome: @unchecked Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private var result: Result<Void, DaichoError> = .success(())

    func give(_ result: Result<Void, DaichoError>) {
      self.result = result
      semaphore.signal()
    }

    func take() -> Result<Void, DaichoError> {
      semaphore.wait()
      return result
    }
  }
}

extension Result {
  init(catching body: () async throws(Failure) -> Success) async {
    do throws(Failure) { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
