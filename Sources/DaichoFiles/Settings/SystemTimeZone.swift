import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The system's files of time zones.
package enum SystemTimeZone {
  private static let folder = "/usr/share/zoneinfo"
  private static let largest = 64 << 10

  /// The zone of an IANA name: by the system's file, or where there is none by Foundation.
  package static func offsets(_ identifier: String) -> ZoneOffsets? {
    if isName(identifier), let bytes = read("\(folder)/\(identifier)"),
      let offsets = ZoneOffsets(tzif: bytes)
    {
      return offsets
    }
    return ZoneOffsets(timeZone: identifier)
  }

  /// `Asia/Tokyo`, `Etc/GMT+9`: parts that begin with a capital, which `posixrules` and the like do not.
  private static func isName(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return 1...3 ~= parts.count
      && parts.allSatisfy { part in
        part.first.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 } ?? false
          && part.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
              || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
              || "_+-".utf8.contains(byte)
          }
      }
  }

  private static func read(_ path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= largest else {
      return nil
    }
    let size = Int(status.st_size)
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      var done = 0
      while done < size, let base = buffer.baseAddress {
        let got = pread(file, base + done, size - done, off_t(done))
        guard got > 0 else { break }
        done += got
      }
      count = done
    }
  }
}
