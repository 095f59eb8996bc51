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
  ///
  /// - Parameters:
  ///   - token: leads to the preference page; `nil` where there is none.
  ///   - action: where the form is sent, unless to the page itself.
  static func unsubscribe(
    _ site: Site, token: Substring?, address: String?, isDone: Bool, action: String? = nil
  ) -> String {
    if isDone {
      return html(
        site, title: .unsubscribedTitle, paragraphs: [.unsubscribedText(shown(address))],
        form: button(.comeBack, "resubscribe", isQuiet: true, site) + choices(token, site))
    }
    return html(
      site, title: .unsubscribeTitle, paragraphs: [.unsubscribeText(site.name, shown(address))],
      form: button(.unsubscribeButton, "unsubscribe", isQuiet: false, site, action: action)
        + choices(token, site))
  }

  static func done(_ site: Site, token: Substring?, address: String?, cameBack: Bool) -> String {
    if cameBack {
      return html(
        site, title: .cameBackTitle, paragraphs: [.cameBackText(shown(address))],
        form: button(.unsubscribeButton, "unsubscribe", isQuiet: true, site) + choices(token, site))
    }
    return html(
      site, title: .unsubscribedTitle, paragraphs: [.unsubscribedText(shown(address)), .mayTakeADay],
      form: address == nil
        ? "" : button(.comeBack, "resubscribe", isQuiet: true, site) + choices(token, site))
  }

  private static func button(
    _ label: Wording, _ value: String, isQuiet: Bool, _ site: Site, action: String? = nil
  ) -> String {
    let target = action.map { " action=\"\(escaped($0))\"" } ?? ""
    return """

      <form method="post"\(target)><button class="\(isQuiet ? "quiet" : "main")" name="action" value="\(value)">\
      \(escaped(label(site.language)))</button></form>
      """
  }

  private static func choices(_ token: Substring?, _ site: Site) -> String {
    token.map {
      "\n<p class=\"more\"><a href=\"../p/\(escaped(String($0)))\">\(escaped(Wording.choose(site.language)))</a></p>"
    } ?? ""
  }

  /// Enough for its owner, and not for somebody it was forwarded to: `h•••@example.com`.
  static func shown(_ address: String?) -> String? {
    guard let address, let at = address.lastIndex(of: "@"), let first = address.first, at > address.startIndex
    else { return nil }
    return "\(first)•••\(address[at...])"
  }

  static func html(
    _ site: Site, title: Wording, paragraphs: [Wording], form: String = ""
  ) -> String {
    let language = site.language
    let text = paragraphs.map { "<p>\(escaped($0(language)))</p>" }.joined(separator: "\n")
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
      \(text)\(form)
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
    h1,p,label{word-break:auto-phrase}
    p{margin:0 0 1em}
    form{margin:1.4em 0 0}
    button{font:inherit;font-weight:600;width:100%;min-height:48px;padding:.6em 1em;border-radius:8px;cursor:pointer}
    .main{background:var(--act);color:var(--on);border:1px solid var(--act)}
    .quiet{background:transparent;color:var(--act);border:1px solid var(--line)}
    button:focus-visible,a:focus-visible,input:focus-visible{outline:3px solid var(--act);outline-offset:2px}
    button+button{margin-top:12px}
    a{color:var(--act)}
    .more{margin:1.2em 0 0;text-align:center;font-size:.9375rem}
    .done{padding:.6em 1em;border:1px solid var(--act);border-radius:8px}
    fieldset{margin:0;padding:0;border:0;border-bottom:1px solid var(--line)}
    legend{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
    label{display:flex;gap:14px;align-items:flex-start;min-height:48px;padding:12px 2px;border-top:1px solid var(--line)}
    label small{display:block;color:var(--soft);font-size:.8125rem;line-height:1.5}
    input{flex:none;width:22px;height:22px;margin:2px 0 0;accent-color:var(--act)}
    fieldset+button{margin-top:1.4em}
    """
}
