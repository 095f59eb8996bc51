import DaichoModel

/// The pages a reader of a mail may come to: no script, no cookie, nothing loaded from anywhere.
enum Page {
  /// A transparent GIF of one pixel.
  static let pixel: [UInt8] = [
    0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x21, 0xF9, 4, 1,
    0,
    0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B,
  ]

  static func notFound(_ site: Site) -> String {
    html(site, title: .pageMissing, paragraphs: [.pageMissingText])
  }

  /// What GET shows: it changes nothing.
  static func unsubscribe(_ site: Site, address: String?, isDone: Bool) -> String {
    if isDone {
      return html(
        site, title: .unsubscribedTitle, paragraphs: [.unsubscribedText(shown(address))],
        button: (.comeBack, "resubscribe", true))
    }
    return html(
      site, title: .unsubscribeTitle, paragraphs: [.unsubscribeText(site.name, shown(address))],
      button: (.unsubscribeButton, "unsubscribe", false))
  }

  static func done(_ site: Site, address: String?, cameBack: Bool) -> String {
    if cameBack {
      return html(
        site, title: .cameBackTitle, paragraphs: [.cameBackText(shown(address))],
        button: (.unsubscribeButton, "unsubscribe", true))
    }
    return html(
      site, title: .unsubscribedTitle, paragraphs: [.unsubscribedText(shown(address)), .mayTakeADay],
      button: address == nil ? nil : (.comeBack, "resubscribe", true))
  }

  /// Enough for its owner, and not for somebody it was forwarded to: `h•••@example.com`.
  private static func shown(_ address: String?) -> String? {
    guard let address, let at = address.lastIndex(of: "@"), let first = address.first, at > address.startIndex
    else { return nil }
    return "\(first)•••\(address[at...])"
  }

  private static func html(
    _ site: Site, title: Wording, paragraphs: [Wording],
    button: (label: Wording, action: String, isQuiet: Bool)? = nil
  ) -> String {
    let language = site.language
    let text = paragraphs.map { "<p>\(escaped($0(language)))</p>" }.joined(separator: "\n")
    let form = button.map {
      """

      <form method="post"><button class="\($0.isQuiet ? "quiet" : "main")" name="action" value="\($0.action)">\
      \(escaped($0.label(language)))</button></form>
      """
    }
    return """
      <!doctype html>
      <html lang="\(language.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="robots" content="noindex">
      <meta name="color-scheme" content="light dark">
      <title>\(escaped(title(language)))</title>
      <style>\(style)</style>
      </head>
      <body>
      <main>
      <p class="shop">\(escaped(site.name))</p>
      <h1>\(escaped(title(language)))</h1>
      \(text)\(form ?? "")
      </main>
      </body>
      </html>

      """
  }

  static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: if !TextSafety.isUnsafe(scalar) { out.unicodeScalars.append(scalar) }
      }
    }
    return out
  }

  private static let style = """
    :root{color-scheme:light dark;--paper:#f6f4f1;--card:#fff;--ink:#22201d;--soft:#6a655e;--line:#dcd7cf;--act:#1f5f4a;--on:#fff}
    @media(prefers-color-scheme:dark){:root{--paper:#171614;--card:#211f1c;--ink:#ece8e1;--soft:#a8a198;--line:#3a362f;--act:#7fc8ab;--on:#10201a}}
    *{box-sizing:border-box}
    body{margin:0;min-height:100vh;display:flex;align-items:center;justify-content:center;padding:16px;background:var(--paper);color:var(--ink);font:16px/1.7 system-ui,-apple-system,"Hiragino Sans","Noto Sans CJK JP","Noto Sans JP",sans-serif}
    main{width:100%;max-width:30rem;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:28px 24px;overflow-wrap:anywhere}
    .shop{margin:0;color:var(--soft);font-size:.875rem}
    h1{margin:.2em 0 .6em;font-size:1.35rem;line-height:1.4}
    p{margin:0 0 1em}
    form{margin:1.4em 0 0}
    button{font:inherit;font-weight:600;width:100%;min-height:48px;padding:.6em 1em;border-radius:8px;cursor:pointer}
    .main{background:var(--act);color:var(--on);border:1px solid var(--act)}
    .quiet{background:transparent;color:var(--act);border:1px solid var(--line)}
    button:focus-visible{outline:3px solid var(--act);outline-offset:2px}
    """
}
