import Hummingbird
import NIOCore

/// What a form of one of the pages, or a mail program, posts.
struct Form {
  let isOneClick: Bool
  let asksToComeBack: Bool
  /// The names that are in it, of the channels among them: those that the page showed, and those that are to be on.
  let shown: Set<String>
  let chosen: Set<String>

  /// `nil` for a body that is too large.
  init?(_ request: Request) async throws {
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: ReturnResponder.mostBody)
    } catch is NIOTooManyBytesError {
      return nil
    }
    let text = String(buffer: body)
    // RFC 8058: urlencoded or multipart, and whatever it is, it says to stop.
    isOneClick = text.contains("One-Click")
    let pairs = text.split(separator: "&")
    asksToComeBack = pairs.contains("action=resubscribe")
    // The names and values of the pages' own forms are plain letters.
    func values(of name: String) -> Set<String> {
      Set(pairs.filter { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.utf8.count + 1)) })
    }
    shown = values(of: "shown")
    chosen = pairs.contains("action=none") ? [] : values(of: "channel")
  }
}
