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

  static let headSize = 1 << 16

  /// Errors: those of the disk, and `empty-file`, `excel-workbook`, `zip-archive`, `not-a-table` for what is
  /// no table of text.
  package init(_ path: String, shownAs shownPath: String) throws(DaichoError) {
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
    try SourceFile.refuseOthers(head, at: shownPath)
  }

  /// Its bytes from the start.
  package func stream() throws(DaichoError) -> FileStream {
    FileStream(descriptor: try SourceFile.open(path, shownPath), path: shownPath)
  }

  func endsWithLineBreak() throws(DaichoError) -> Bool {
    let file = try SourceFile.open(path, shownPath)
    var byte: UInt8 = 0
    guard let status = file.status(), status.size > 0,
      pread(file.raw, &byte, 1, off_t(status.size - 1)) == 1
    else { return true }
    return Byte.isBreak(byte)
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
    if begins([0xFF, 0xFE]) || begins([0xFE, 0xFF]) {
      throw DaichoError("wrong-encoding", .notUTF16, at: place, hint: .saveAsCSV)
    }
  }
}
