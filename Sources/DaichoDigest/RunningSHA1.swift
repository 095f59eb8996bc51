import Crypto

/// SHA-1 of bytes that come in pieces, as git's packs end with it.
package struct RunningSHA1 {
  private var hash = Insecure.SHA1()

  package init() {}

  package mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

  /// 20 bytes.
  package var digest: [UInt8] { Array(hash.finalize()) }
}
