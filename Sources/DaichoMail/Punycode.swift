/// RFC 3492, for the domains of addresses.
enum Punycode {
  private static let base = 36
  private static let tMin = 1
  private static let tMax = 26
  private static let skew = 38
  private static let damp = 700

  /// A label as DNS has it, `xn--…` where it holds letters beyond ASCII. Lower case; the caller has
  /// checked its letters. No other mapping of IDNA is done.
  static func label(_ label: String) -> String {
    if label.utf8.allSatisfy({ $0 < 0x80 }) { return label }
    return "xn--" + encoded(label.lowercased().unicodeScalars.map { Int($0.value) })
  }

  private static func encoded(_ input: [Int]) -> String {
    var output = input.filter { $0 < 0x80 }.map { UInt8($0) }
    let basicCount = output.count
    if basicCount > 0 { output.append(UInt8(ascii: "-")) }
    var (n, delta, bias) = (0x80, 0, 72)
    var handled = basicCount
    while handled < input.count, let next = input.filter({ $0 >= n }).min() {
      delta += (next - n) * (handled + 1)
      n = next
      for code in input {
        if code < n { delta += 1 }
        guard code == n else { continue }
        append(delta, bias: bias, to: &output)
        bias = adapted(delta, count: handled + 1, isFirst: handled == basicCount)
        delta = 0
        handled += 1
      }
      delta += 1
      n += 1
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func append(_ delta: Int, bias: Int, to output: inout [UInt8]) {
    var rest = delta
    var k = base
    while true {
      let threshold = min(max(k - bias, tMin), tMax)
      if rest < threshold { break }
      output.append(digit(threshold + (rest - threshold) % (base - threshold)))
      rest = (rest - threshold) / (base - threshold)
      k += base
    }
    output.append(digit(rest))
  }

  private static func digit(_ value: Int) -> UInt8 {
    value < 26 ? UInt8(ascii: "a") + UInt8(value) : UInt8(ascii: "0") + UInt8(value - 26)
  }

  private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / damp : delta / 2
    delta += delta / count
    var k = 0
    while delta > (base - tMin) * tMax / 2 {
      delta /= base - tMin
      k += base
    }
    return k + (base - tMin + 1) * delta / (delta + skew)
  }
}
