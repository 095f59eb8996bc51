/// How much of a file is found again in another one, by the measure of git's rename detection
/// (diffcore-delta.c): both are cut into lines, of 64 bytes at most, and the bytes of the lines they share
/// are set against the larger file.
struct Similarity {
  private let chunks: [ArraySlice<UInt8>: Int]
  private let size: Int

  init(_ bytes: [UInt8]) {
    var chunks: [ArraySlice<UInt8>: Int] = [:]
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == 10 || index - start == 63 {
      chunks[bytes[start...index], default: 0] += index + 1 - start
      start = index + 1
    }
    if start < bytes.count { chunks[bytes[start...], default: 0] += bytes.count - start }
    self.chunks = chunks
    size = bytes.count
  }

  /// 0 to 100. Two empty files have nothing in common.
  func percent(to other: Similarity) -> Int {
    let larger = max(size, other.size)
    guard larger > 0, min(size, other.size) * 2 >= larger else { return 0 }
    let shared = chunks.reduce(0) { $0 + min($1.value, other.chunks[$1.key] ?? 0) }
    return shared * 100 / larger
  }
}
