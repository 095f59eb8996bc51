import Crypto

/// The hash functions that other people's formats ask for.
package enum Digest {
  /// 20 bytes. For git's formats, which need this one; it protects nobody from somebody who looks for two
  /// texts of the same hash.
  package static func sha1(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var hash = Insecure.SHA1()
    hash.update(bufferPointer: bytes)
    return Array(hash.finalize())
  }

  /// 32 bytes.
  package static func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    Array(SHA256.hash(data: Array(bytes)))
  }

  /// Two lower-case digits a byte.
  package static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
