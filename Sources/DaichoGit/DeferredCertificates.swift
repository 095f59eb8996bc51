import CGit2
import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The authorities that this machine trusts, read when a server is first spoken to.
///
/// Where libgit2 is built on mbed TLS, as Debian's is, it reads all of them when it starts: a third of the time
/// that a short command takes. The function it calls for that is put before the library's own by the dynamic
/// linker, which asks the program first. Elsewhere nobody calls it, and nothing changes.
enum DeferredCertificates {
  // Unsafe: written while libgit2 starts, once and under its lock, and read afterwards.
  nonisolated(unsafe) fileprivate static var isDeferring = false
  nonisolated(unsafe) fileprivate static var place: String?

  /// Starts libgit2 without them.
  static func whileDeferred(_ start: () -> Int32) -> Int32 {
    isDeferring = true
    defer {
      isDeferring = false
      // That they could not be read.
      git_error_clear()
    }
    return start()
  }

  private static let loaded: Int32 = place.map { git_libgit2_trust_certificates($0) } ?? 0

  /// What libgit2 would have read. Without it no server is believed.
  static func load() throws(DaichoError) { try check(loaded) }

  fileprivate typealias Parse = @convention(c) (OpaquePointer?, UnsafePointer<CChar>?) -> CInt

  /// The library's own function; -1 of a `RTLD_NEXT` is the next one after this program's.
  fileprivate static let original: Parse? = {
    dlsym(UnsafeMutableRawPointer(bitPattern: -1), "mbedtls_x509_crt_parse_file").map {
      unsafeBitCast($0, to: Parse.self)
    }
  }()
}

/// - Returns: like the library's: negative where nothing was read.
@_cdecl("mbedtls_x509_crt_parse_file")
package func parseCertificateFile(_ chain: OpaquePointer?, _ path: UnsafePointer<CChar>?) -> CInt {
  if DeferredCertificates.isDeferring {
    DeferredCertificates.place = path.map { String(cString: $0) }
    return -1
  }
  return DeferredCertificates.original?(chain, path) ?? -1
}
