import Hummingbird
import NIOCore

/// What a form of the unsubscribe page, or a mail program, posts.
struct Form {
  let isOneClick: Bool
  let asksToComeBack: Bool

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
    asksToComeBack = text.split(separator: "&").contains("action=resubscribe")
  }
}
