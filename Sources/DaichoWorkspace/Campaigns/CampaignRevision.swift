import DaichoDigest

/// Names what a campaign mails and to whom: another text, rule or layout is another revision.
struct CampaignRevision {
  private var content: [UInt8] = Array("daicho campaign 1\0".utf8)

  /// A part that is not there differs from one that is empty.
  mutating func add(_ name: String, _ value: String?) {
    for text in [name, value] {
      content += Array((text.map { "\($0.utf8.count):" } ?? "-:").utf8)
      content += Array((text ?? "").utf8)
    }
  }

  /// 40 hexadecimal digits.
  var text: String { Digest.hexadecimal(Digest.sha256(content).prefix(20)) }
}
