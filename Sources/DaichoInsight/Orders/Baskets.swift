/// What each order holds, each sku once; and which orders each sku is in.
package struct Baskets: Sendable {
  /// How many orders hold something sold.
  package let count: Int
  /// Orders with so many different products that they say nothing of a taste; they are no baskets.
  package let leftOut: Int
  /// The skus of basket `b` are `skus[starts[b]..<starts[b + 1]]`, ascending.
  let starts: [Int]
  let skus: [Int32]
  /// The baskets of sku `s` are `baskets[skuStarts[s]..<skuStarts[s + 1]]`, ascending.
  let skuStarts: [Int]
  let baskets: [Int32]

  /// Counting pairs takes the square of a basket's size.
  package static let largest = 200

  package init(_ book: OrderBook) {
    // Order in the upper, sku in the lower half.
    var pairs: [UInt64] = []
    pairs.reserveCapacity(book.items.count)
    for item in book.items where !item.isReturn {
      pairs.append(UInt64(UInt32(bitPattern: item.order)) << 32 | UInt64(UInt32(bitPattern: item.sku)))
    }
    pairs.sort()
    var (starts, skus, leftOut) = ([0], [Int32](), 0)
    skus.reserveCapacity(pairs.count)
    var index = 0
    while index < pairs.count {
      let order = pairs[index] >> 32
      while index < pairs.count, pairs[index] >> 32 == order {
        let sku = Int32(truncatingIfNeeded: pairs[index])
        if skus.count == starts[starts.count - 1] || skus[skus.count - 1] != sku { skus.append(sku) }
        index += 1
      }
      if skus.count - starts[starts.count - 1] > Baskets.largest {
        skus.removeLast(skus.count - starts[starts.count - 1])
        leftOut += 1
      } else {
        starts.append(skus.count)
      }
    }
    count = starts.count - 1
    self.leftOut = leftOut
    (self.starts, self.skus) = (starts, skus)
    (skuStarts, baskets) = Baskets.inverted(starts, skus, skuCount: book.skuCount)
  }

  private static func inverted(_ starts: [Int], _ skus: [Int32], skuCount: Int) -> ([Int], [Int32]) {
    var skuStarts = [Int](repeating: 0, count: skuCount + 1)
    for sku in skus { skuStarts[Int(sku) + 1] += 1 }
    for sku in 0..<skuCount { skuStarts[sku + 1] += skuStarts[sku] }
    var next = skuStarts
    var baskets = [Int32](repeating: 0, count: skus.count)
    for basket in 0..<(starts.count - 1) {
      for place in starts[basket]..<starts[basket + 1] {
        let sku = Int(skus[place])
        baskets[next[sku]] = Int32(basket)
        next[sku] += 1
      }
    }
    return (skuStarts, baskets)
  }

  /// In how many baskets a sku is.
  package func count(of sku: Int32) -> Int {
    guard sku >= 0, Int(sku) + 1 < skuStarts.count else { return 0 }
    return skuStarts[Int(sku) + 1] - skuStarts[Int(sku)]
  }
}
