import CGMime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads a mail as it came in.
///
/// GMime does the work, on input that anybody can send: it is to be called in a process of its own only, with
/// `ConfinedReader`.
package enum MailParser {
  private static let deepest = 32
  private static let mostParts = 500
  /// Of a decoded part, in bytes.
  private static let longestPart = 262_144

  /// `nil` where it is no mail at all.
  package static func parse(_ bytes: [UInt8]) -> ParsedMail? {
    g_mime_init()
    return bytes.withUnsafeBytes { buffer in
      guard let base = buffer.bindMemory(to: CChar.self).baseAddress else { return nil }
      let stream = g_mime_stream_mem_new_with_buffer(base, buffer.count)
      defer { daicho_release(stream) }
      let parser = g_mime_parser_new_with_stream(stream)
      defer { daicho_release(parser) }
      guard let message = g_mime_parser_construct_message(parser, nil) else { return nil }
      defer { daicho_release(message) }
      var reading = Reading()
      reading.headers(of: message)
      if let body = g_mime_message_get_mime_part(message) { reading.walk(body, depth: 0) }
      return reading.mail
    }
  }

  private struct Reading {
    var mail = ParsedMail()
    private var parts = 0
    private var hasPlainText = false

    // MARK: Headers

    mutating func headers(of message: UnsafeMutablePointer<GMimeMessage>) {
      let fields = Self.fields(of: message)
      func first(_ name: String) -> String? { fields.first { $0.name == name }?.value }
      func addresses(_ names: String...) -> [String] {
        fields.filter { names.contains($0.name) }.flatMap { Self.addresses($0.value) }
      }
      mail.messageID = first("message-id").map { $0.filter { $0 != "<" && $0 != ">" && !$0.isWhitespace } }
      mail.from = addresses("from")
      mail.recipients = addresses("to", "cc")
      mail.delivered = addresses("delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
      mail.subject = first("subject").map(Self.decodedHeader) ?? ""
      if let date = first("date"), let time = g_mime_utils_header_decode_date(date) {
        mail.sent = Int64(g_date_time_to_unix(time))
        g_date_time_unref(time)
      }
      let submitted = first("auto-submitted")?.lowercased() ?? "no"
      let precedence = first("precedence")?.lowercased() ?? ""
      mail.isAutomatic =
        !submitted.hasPrefix("no") || ["bulk", "junk", "list", "auto_reply"].contains(precedence)
        || fields.contains { ["list-id", "x-autoreply", "x-autorespond"].contains($0.name) }
    }

    static func fields(
      of message: UnsafeMutablePointer<GMimeMessage>
    ) -> [(name: String, value: String)] {
      guard let list = g_mime_object_get_header_list(daicho_object(message)) else { return [] }
      let count = min(g_mime_header_list_get_count(list), 1_000)
      return (0..<max(count, 0)).compactMap { index in
        guard let header = g_mime_header_list_get_header_at(list, index),
          let name = g_mime_header_get_name(header), let raw = g_mime_header_get_raw_value(header)
        else { return nil }
        let value = String(
          decoding: UnsafeRawBufferPointer(start: raw, count: min(strlen(raw), 32_768)), as: UTF8.self)
        return (String(cString: name).lowercased(), HeaderFields.trimmed(Self.unfolded(value)))
      }
    }

    private static func unfolded(_ text: String) -> String {
      text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " || $0 == "\t" } }.joined(
        separator: " ")
    }

    private static func addresses(_ text: String) -> [String] {
      guard let list = internet_address_list_parse(nil, text) else { return [] }
      defer { daicho_release(list) }
      return (0..<max(0, min(internet_address_list_length(list), 500))).compactMap { index in
        internet_address_list_get_address(list, index).flatMap(daicho_mailbox).map { String(cString: $0) }
      }
    }

    /// Encoded words say Shift_JIS and mean CP932.
    private static func decodedHeader(_ text: String) -> String {
      var text = text
      for name in ["shift_jis", "Shift_JIS", "SHIFT_JIS", "Shift-JIS", "sjis"] {
        text = text.replacing("=?\(name)?", with: "=?cp932?")
      }
      guard let decoded = g_mime_utils_header_decode_text(nil, text) else { return text }
      defer { g_free(decoded) }
      return String(cString: decoded)
    }

    // MARK: Parts

    mutating func walk(_ object: UnsafeMutablePointer<GMimeObject>, depth: Int) {
      parts += 1
      guard depth < MailParser.deepest, parts < MailParser.mostParts else { return }
      let type = g_mime_object_get_content_type(object)
      let name = Self.typeName(type)
      if let multipart = daicho_multipart(object) {
        if name == "multipart/report", mail.report == nil {
          mail.report = g_mime_content_type_get_parameter(type, "report-type").map {
            String(cString: $0).lowercased()
          }
        }
        for index in 0..<max(0, min(g_mime_multipart_get_count(multipart), 200)) {
          if let part = g_mime_multipart_get_part(multipart, index) { walk(part, depth: depth + 1) }
        }
        return
      }
      if let enclosed = daicho_enclosed_message(object) {
        if mail.returned.isEmpty {
          mail.returned = Dictionary(Self.fields(of: enclosed).map { ($0.name, $0.value) }) { first, _ in
            first
          }
        }
        return
      }
      guard let part = daicho_part(object) else { return }
      switch name {
      case "message/delivery-status": deliveryStatus(Self.text(of: part, type))
      case "message/feedback-report":
        mail.feedback = HeaderFields.blocks(Self.text(of: part, type)).first ?? [:]
      case "text/rfc822-headers", "message/rfc822-headers":
        if mail.returned.isEmpty {
          mail.returned = HeaderFields.blocks(Self.text(of: part, type)).first ?? [:]
        }
      case "text/plain":
        if !hasPlainText { mail.text = String(Self.text(of: part, type).prefix(20_000)) }
        hasPlainText = true
      case "text/html":
        if !hasPlainText, mail.text.isEmpty {
          mail.text = String(Self.withoutTags(Self.text(of: part, type)).prefix(20_000))
        }
      default: break
      }
    }

    private static func typeName(_ type: UnsafeMutablePointer<GMimeContentType>?) -> String {
      guard let type, let media = g_mime_content_type_get_media_type(type),
        let subtype = g_mime_content_type_get_media_subtype(type)
      else { return "text/plain" }
      return "\(String(cString: media))/\(String(cString: subtype))".lowercased()
    }

    /// The first block is about the message, each further one about a recipient.
    private mutating func deliveryStatus(_ text: String) {
      for fields in HeaderFields.blocks(text) {
        guard let action = fields["action"] else { continue }
        let status = (fields["status"] ?? "").prefix { $0.isNumber || $0 == "." }
        mail.statuses.append(.init(action: action.lowercased(), status: String(status)))
      }
    }

    private static func withoutTags(_ html: String) -> String {
      var out = ""
      var isInTag = false
      for character in html {
        if character == "<" { isInTag = true }
        if !isInTag { out.append(character) }
        if character == ">" { isInTag = false }
      }
      return out
    }

    private static func text(
      of part: UnsafeMutablePointer<GMimePart>, _ type: UnsafeMutablePointer<GMimeContentType>?
    ) -> String {
      guard let content = g_mime_part_get_content(part) else { return "" }
      let stream = g_mime_stream_mem_new()
      defer { daicho_release(stream) }
      guard g_mime_data_wrapper_write_to_stream(content, stream) >= 0, let array = daicho_bytes(stream),
        let data = array.pointee.data
      else { return "" }
      let count = min(Int(array.pointee.len), MailParser.longestPart)
      let bytes = UnsafeRawBufferPointer(start: data, count: count)
      let charset = type.flatMap { g_mime_content_type_get_parameter($0, "charset") }.map {
        String(cString: $0)
      }
      return MailCharset.text(bytes, charset: charset)
    }
  }
}
