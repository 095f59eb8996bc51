import DaichoWorkspace
import HTTPTypes

/// Who asked, as far as the request tells: a person, or one of the machines that look at mails before people
/// do. What they open and click counts for nothing.
struct Visitor {
  let name: String?
  let isAutomatic: Bool

  private init(_ name: String?, isAutomatic: Bool) {
    self.name = name
    self.isAutomatic = isAutomatic
  }

  /// - Parameters:
  ///   - age: milliseconds since the mail went out; `nil` where that is not known.
  init(_ request: HTTPRequest, age: Int64? = nil) {
    self = Visitor.of(request, age: age)
  }

  /// Nobody reads a mail and clicks within so many milliseconds of its sending; filters do.
  private static let haste: Int64 = 3_000

  private static func of(_ request: HTTPRequest, age: Int64?) -> Visitor {
    let fields = request.headerFields
    if request.method == .head { return Visitor("scanner", isAutomatic: true) }
    for name in purposes where fields[name]?.lowercased().contains("prefetch") == true {
      return Visitor("prefetch", isAutomatic: true)
    }
    let agent = fields[.userAgent] ?? ""
    // Apple's Mail Privacy Protection loads every image when the mail arrives, under this name alone.
    if agent == "Mozilla/5.0" { return Visitor("apple-privacy", isAutomatic: true) }
    if agent.isEmpty { return Visitor("scanner", isAutomatic: true) }
    let folded = agent.lowercased()
    if let found = machines.first(where: { folded.contains($0.mark) }) {
      return Visitor(found.name, isAutomatic: found.isAutomatic)
    }
    if let age, age >= 0, age < haste { return Visitor("scanner", isAutomatic: true) }
    return Visitor(nil, isAutomatic: false)
  }

  private static let purposes = ["Purpose", "Sec-Purpose", "X-Purpose", "X-Moz"].compactMap {
    HTTPField.Name($0)
  }

  /// Parts of the names that such programs give themselves.
  private static let machines: [(mark: String, name: String, isAutomatic: Bool)] = [
    // Google and Yahoo load an image when the person opens the mail, on their behalf.
    ("googleimageproxy", "image-proxy", false), ("yahoomailproxy", "image-proxy", false),
    ("barracuda", "scanner", true), ("proofpoint", "scanner", true), ("mimecast", "scanner", true),
    ("messagelabs", "scanner", true), ("symantec", "scanner", true), ("trendmicro", "scanner", true),
    ("fireeye", "scanner", true), ("sophos", "scanner", true), ("forcepoint", "scanner", true),
    ("cloudmark", "scanner", true), ("safelinks", "scanner", true), ("bingpreview", "scanner", true),
    ("urldefense", "scanner", true), ("virustotal", "scanner", true), ("bot", "scanner", true),
    ("spider", "scanner", true), ("crawler", "scanner", true), ("preview", "scanner", true),
    ("python-requests", "scanner", true), ("go-http-client", "scanner", true),
    ("headlesschrome", "scanner", true), ("curl/", "scanner", true), ("wget/", "scanner", true),
  ]
}
