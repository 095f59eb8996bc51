extension UnsafeRawBufferPointer {
  /// Without ASCII, non-breaking and full-width spaces at both ends, and without the `="…"` or `'` that
  /// keeps a spreadsheet from making a number of a text.
  func trimmedValue() -> UnsafeRawBufferPointer {
    guard let first, let last,
      first <= 0x20 || first >= 0xC2 || last <= 0x20 || last >= 0x80 || first == 0x3D || first == 0x27
    else { return self }
    var (start, end) = (0, count)
    while start < end {
      if self[start] <= 0x20 {
        start += 1
      } else if let width = wideSpace(at: start, end) {
        start += width
      } else {
        break
      }
    }
    while end > start {
      if self[end - 1] <= 0x20 {
        end -= 1
      } else if end - start >= 3, wideSpace(at: end - 3, end) == 3 {
        end -= 3
      } else if end - start >= 2, wideSpace(at: end - 2, end) == 2 {
        end -= 2
      } else {
        break
      }
    }
    // The apostrophe that keeps a postal code text, as Shopify writes it.
    if end - start >= 2, self[start] == 0x27, (0x30...0x39).contains(self[start + 1]) { start += 1 }
    if end - start >= 3, self[start] == 0x3D, self[start + 1] == 0x22, self[end - 1] == 0x22 {
      start += 2
      end -= 1
    }
    return UnsafeRawBufferPointer(rebasing: self[start..<end])
  }

  /// How many bytes the wide space has that stands there.
  private func wideSpace(at place: Int, _ end: Int) -> Int? {
    if end - place >= 3, self[place] == 0xE3, self[place + 1] == 0x80, self[place + 2] == 0x80 { return 3 }
    if end - place >= 2, self[place] == 0xC2, self[place + 1] == 0xA0 { return 2 }
    return nil
  }
}

/// Bytes that live until the next row: values that are no slice of the file.
final class ScratchBytes {
  private var blocks: [UnsafeMutableRawBufferPointer]
  private var used = 0

  init() { blocks = [.allocate(byteCount: 1 << 14, alignment: 8)] }

  deinit {
    for block in blocks { block.deallocate() }
  }

  func reset() {
    used = 0
    while blocks.count > 1 { blocks.removeFirst().deallocate() }
  }

  /// Room for so many bytes, to be written.
  func room(_ count: Int) -> UnsafeMutableRawBufferPointer {
    if blocks[blocks.count - 1].count - used < count {
      let size = Swift.max(blocks[blocks.count - 1].count * 2, count)
      blocks.append(.allocate(byteCount: size, alignment: 8))
      used = 0
    }
    let block = blocks[blocks.count - 1]
    defer { used += count }
    return UnsafeMutableRawBufferPointer(rebasing: block[used..<used + count])
  }

  func copy(_ bytes: some Collection<UInt8>) -> UnsafeRawBufferPointer {
    let room = room(bytes.count)
    room.copyBytes(from: bytes)
    return UnsafeRawBufferPointer(room)
  }
}
