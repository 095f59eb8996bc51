import CCurl

/// What has been said so far on one connection to a mail server, as libcurl's callbacks tell it.
///
/// libcurl's codes do not tell a refused recipient from a refused message, and a broken connection not from
/// one that broke after the final dot. Who said what last does.
final class SMTPDialogue {
  struct Patience: Sendable {
    /// For an answer to anything but the message, and for the server to take some of the message.
    var command: Duration = .seconds(300)
    /// For the answer to the final dot: RFC 5321 asks for ten minutes, as giving up leaves a mail in doubt.
    var message: Duration = .seconds(600)
    /// For that answer when somebody wants to stop.
    var whenAborted: Duration = .seconds(5)
    /// For an answer to `QUIT`.
    var goodbye: Duration = .seconds(3)
  }

  enum Break: Sendable { case aborted, silence }

  private let patience: Patience
  private let isAborted: @Sendable () -> Bool
  private var message: [UInt8] = []
  private var offset = 0
  private var heard = ContinuousClock.now
  private var received: [UInt8] = []
  private var lines: [String] = []
  private var isLeaving = false

  /// The last thing said to the server.
  private(set) var command = SMTPReply.Command.session
  /// Whether that was the login.
  private(set) var isLoggingIn = false
  /// Why we broke off.
  private(set) var breakReason: Break?

  init(patience: Patience, isAborted: @escaping @Sendable () -> Bool) {
    self.patience = patience
    self.isAborted = isAborted
  }

  /// - Parameter message: in lines that end with CRLF.
  func begin(_ message: [UInt8]) {
    self.message = message
    offset = 0
    heard = .now
    received = []
    lines = []
    command = .session
    (isLoggingIn, isLeaving) = (false, false)
    breakReason = nil
  }

  /// From now on only `QUIT` is said.
  func leave() {
    message = []
    isLeaving = true
    heard = .now
  }

  /// The server's answer to the last thing said; `nil` while it is not whole.
  var reply: SMTPReply? { SMTPReply(lines: lines, command: command) }

  // MARK: Told by libcurl

  fileprivate func say(_ text: UnsafeRawBufferPointer) {
    heard = .now
    func begins(_ word: StaticString) -> Bool {
      word.withUTF8Buffer { text.count >= $0.count && text.prefix($0.count).elementsEqual($0) }
    }
    // What was answered before stands.
    if begins("QUIT\r\n") { isLeaving = true }
    if isLeaving { return }
    received = []
    lines = []
    if begins("MAIL FROM:") {
      command = .mail
    } else if begins("RCPT TO:") {
      command = .recipient
    } else if command == .recipient, begins("DATA\r\n") {
      command = .data
    } else if begins("AUTH ") {
      isLoggingIn = true
    }
  }

  fileprivate func hear(_ text: UnsafeRawBufferPointer) {
    heard = .now
    guard !isLeaving, lines.count < 100, received.count < 16_384 else { return }
    received += text
    while let end = received.firstIndex(of: 0x0A) {
      // The line is the last of its reply; the next one begins another.
      if lines.last.map({ $0.utf8.count == 3 || $0.dropFirst(3).first == " " }) ?? false { lines = [] }
      lines.append(String(decoding: received[..<end].filter { $0 != 0x0D }, as: UTF8.self))
      received.removeSubrange(...end)
    }
  }

  /// Some of the message; none when it has all gone out, and the final dot is next. libcurl has not been
  /// told the size: it would not ask once more then, and the two could not be told apart.
  fileprivate func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    heard = .now
    let count = min(buffer.count, message.count - offset)
    if count == 0 {
      command = .message
      (received, lines) = ([], [])
      return 0
    }
    message.withUnsafeBytes {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count]))
    }
    offset += count
    return count
  }

  fileprivate func mustBreak() -> Bool {
    let silence = heard.duration(to: .now)
    if isLeaving { return silence > patience.goodbye }
    let isDotSaid = command == .message
    if isAborted(), !isDotSaid || silence > patience.whenAborted {
      breakReason = .aborted
    } else if silence > (isDotSaid ? patience.message : patience.command) {
      breakReason = .silence
    }
    return breakReason != nil
  }
}

extension CurlHandle {
  /// - Parameter dialogue: outlives this handle.
  func attach(_ dialogue: SMTPDialogue) {
    let context = Unmanaged.passUnretained(dialogue).toOpaque()
    set(CURLOPT_UPLOAD, true)
    set(CURLOPT_READDATA, pointer: context)
    set(CURLOPT_READFUNCTION) { bytes, size, count, context in
      guard let bytes, let context else { return Int(CURL_READFUNC_ABORT) }
      return SMTPDialogue.at(context).give(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
    }
    set(CURLOPT_HEADERDATA, pointer: context)
    set(CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      SMTPDialogue.at(context).hear(UnsafeRawBufferPointer(start: bytes, count: size * count))
      return size * count
    }
    set(CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }
    set(CURLOPT_NOPROGRESS, false)
    set(CURLOPT_XFERINFODATA, pointer: context)
    set(progress: { context, _, _, _, _ in
      context.map { SMTPDialogue.at($0).mustBreak() } ?? true ? 1 : 0
    })
    // What is said to the server is told only to who asks for all the details.
    set(CURLOPT_VERBOSE, true)
    set(CURLOPT_DEBUGDATA, pointer: context)
    set(debug: { _, kind, bytes, count, context in
      if kind == CURLINFO_HEADER_OUT, let bytes, let context {
        SMTPDialogue.at(context).say(UnsafeRawBufferPointer(start: bytes, count: count))
      }
      return 0
    })
  }
}

extension SMTPDialogue {
  fileprivate static func at(_ context: UnsafeMutableRawPointer) -> SMTPDialogue {
    Unmanaged<SMTPDialogue>.fromOpaque(context).takeUnretainedValue()
  }
}
