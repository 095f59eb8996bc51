import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file somewhere on this machine that is to be imported, looked at before it is read.
package struct SourceFile: Sendable {
  /// As the person gave it, for messages.
  package let shownPath: String
  /// Absolute.
  package let path: String
  package let size: Int64
  /// The first 64 KiB.
  package let head: [UInt8]
  /// What the person said it is, or its mark tells; `auto` where neither does.
  package let encoding: SourceEncoding

  static let headSize = 1 << 16

  /// Errors: those of the disk, and `empty-file`, `excel-workbook`, `zip-archive`, `not-a-table` for what is
  /// no table of text.
  package init(
    _ path: String, shownAs shownPath: String, encoding: SourceEncoding = .auto
  ) throws(DaichoError) {
    self.path = path
    self.shownPath = shownPath
    let file = try SourceFile.open(path, shownPath)
    guard let status = file.status() else { throw FileFailure.error(errno, at: shownPath) }
    size = status.size
    var failed = false
    head = [UInt8](unsafeUninitializedCapacity: SourceFile.headSize) { buffer, count in
      let read = file.read(into: UnsafeMutableRawBufferPointer(buffer))
      failed = read < 0
      count = max(0, read)
    }
    if failed { throw FileFailure.error(errno, at: shownPath) }
    self.encoding = encoding == .auto ? SourceEncoding.marked(head) ?? .auto : encoding
    try SourceFile.refuseOthers(head, at: shownPath)
  }

  /// Its bytes from the start.
  package func stream() throws(DaichoError) -> FileStream {
    FileStream(descriptor: try SourceFile.open(path, shownPath), path: shownPath)
  }

  /// Its text as UTF-8, from the start.
  /// - Parameter usual: what it is taken for where nothing else is said.
  package func text(_ usual: SourceEncoding = .auto) throws(DaichoError) -> TextStream {
    TextStream(try stream(), path: shownPath, encoding: encoding == .auto ? usual : encoding)
  }

  /// The text of the head, but for a line that is cut off there.
  func headText(_ usual: SourceEncoding) -> TextStream {
    var head = head[...]
    if size > head.count, let feed = head.lastIndex(of: 0x0A) {
      // The two bytes of a line feed of UTF-16 stay together.
      head = head[...(encoding == .utf16 ? min(feed | 1, head.endIndex - 1) : feed)]
    }
    return TextStream(
      MemoryStream(Array(head)), path: shownPath, encoding: encoding == .auto ? usual : encoding)
  }

  func endsWithLineBreak() throws(DaichoError) -> Bool {
    let file = try SourceFile.open(path, shownPath)
    var bytes: [UInt8] = [0, 0]
    let width = encoding == .utf16 ? 2 : 1
    guard let status = file.status(), status.size >= width,
      pread(file.raw, &bytes, width, off_t(status.size) - off_t(width)) == width
    else { return true }
    return bytes[..<width].contains(where: Byte.isBreak)
  }

  private static func open(_ path: String, _ shownPath: String) throws(DaichoError) -> Descriptor {
    #if canImport(Glibc)
      let number = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    #else
      let number = Darwin.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    #endif
    guard let file = Descriptor(number), let status = file.status() else {
      throw FileFailure.error(errno, at: shownPath)
    }
    guard status.kind == .file else {
      throw DaichoError("not-a-file", .notAFile, at: SourceLocation(path: shownPath))
    }
    return file
  }

  /// Whatever is called .csv and is none.
  private static func refuseOthers(_ head: [UInt8], at path: String) throws(DaichoError) {
    let place = SourceLocation(path: path)
    if head.isEmpty {
      throw DaichoError("empty-file", .emptyFile, at: place, hint: .exportAgain)
    }
    func begins(_ bytes: [UInt8]) -> Bool { head.starts(with: bytes) }
    if begins([0x50, 0x4B, 0x03, 0x04]) || begins([0x50, 0x4B, 0x05, 0x06]) {
      let text = String(decoding: head, as: Unicode.ASCII.self)
      if text.contains("xl/") || text.contains("[Content_Types].xml") {
        throw DaichoError("excel-workbook", .excelWorkbook, at: place, hint: .saveAsCSV)
      }
      if text.contains("mimetypeapplication/vnd.oasis") {
        throw DaichoError("excel-workbook", .spreadsheet, at: place, hint: .saveAsCSV)
      }
      throw DaichoError("zip-archive", .zipArchive, at: place, hint: .unpack)
    }
    if begins([0xD0, 0xCF, 0x11, 0xE0]) {
      throw DaichoError("excel-workbook", .excelWorkbook, at: place, hint: .saveAsCSV)
    }
    if begins([0x1F, 0x8B]) || begins([0x42, 0x5A, 0x68]) || begins([0xFD, 0x37, 0x7A, 0x58, 0x5A]) {
      throw DaichoError("zip-archive", .zipArchive, at: place, hint: .unpack)
    }
    if begins(Array("%PDF".utf8)) {
      throw DaichoError("not-a-table", .notATable("PDF"), at: place, hint: .saveAsCSV)
    }
    let start = TextFolding.fold(String(decoding: head.prefix(512), as: UTF8.self)).drop { $0.isWhitespace }
    if start.hasPrefix("<") || start.hasPrefix("\u{FEFF}<") {
      throw DaichoError("not-a-table", .notATable("HTML / XML"), at: place, hint: .saveAsCSV)
    }
  }
}
