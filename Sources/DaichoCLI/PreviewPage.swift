import DaichoIndex
import DaichoMail
import DaichoModel
import DaichoRender
import DaichoWorkspace

/// A mail as a page for a browser: what an inbox shows of it, both parts, and the HTML part as wide as a phone and
/// as a computer have it, light and dark. The page runs no script, nor does the mail within it.
struct PreviewPage {
  let title: String
  let language: Language

  /// What an inbox shows.
  static func headers(_ preview: MailPreview) -> [(String, String)] {
    let from = preview.message.from
    return [
      ("From", from.name.map { "\($0) <\(from.address)>" } ?? from.address), ("To", preview.address),
      ("Subject", preview.mail.subject), ("Preheader", preview.mail.preheader ?? ""),
      ("Variant", preview.variant ?? ""),
    ].filter { !$0.1.isEmpty }
  }

  func html(_ preview: MailPreview) -> String {
    let headers = PreviewPage.headers(preview).map {
      "<dt>\($0.0)</dt><dd>\(MarkupText.escape($0.1))</dd>"
    }
    let empty =
      preview.mail.emptyNames.isEmpty
      ? ""
      : "<p class=\"empty\">\(MarkupText.escape(Wording.emptyNames(preview.mail.emptyNames)(language)))</p>"
    let source = PreviewPage.whole(preview.mail.html)
    let frames = ["light", "dark"].map { scheme in
      "<div class=\"frames\">"
        + [600, 320].map { width in
          """
          <figure><iframe sandbox title="\(width) px" width="\(width)" style="color-scheme:\(scheme)" \
          srcdoc="\(source)"></iframe><figcaption>\(width) px</figcaption></figure>
          """
        }.joined(separator: "\n") + "</div>"
    }
    return document(
      """
      <h1>\(MarkupText.escape(title))</h1>
      <dl>\(headers.joined(separator: "\n"))</dl>
      \(empty)
      \(frames.joined(separator: "\n"))
      <h2>\(Wording.textPart(language))</h2>
      <pre>\(PreviewPage.whole(preview.mail.text))</pre>
      """)
  }

  /// Of the index.
  func row(_ preview: MailPreview) -> String {
    let name = MarkupText.escape(preview.customer)
    let file = MarkupText.escape(PreviewPage.address(of: preview.customer))
    let cells = [
      "<a href=\"\(file).html\">\(name)</a>", MarkupText.escape(preview.address),
      MarkupText.escape(preview.variant ?? ""), MarkupText.escape(preview.mail.subject),
      MarkupText.escape(preview.mail.emptyNames.joined(separator: ", ")), "<a href=\"\(file).eml\">.eml</a>",
    ]
    return "<tr>" + cells.map { "<td>\($0)</td>" }.joined() + "</tr>"
  }

  func index(_ rows: [String]) -> String {
    let headings = Wording.previewHeadings.map { "<th>\($0(language))</th>" }.joined()
    return document(
      """
      <h1>\(MarkupText.escape(title))</h1>
      <p>\(Wording.previewsWritten(rows.count)(language))</p>
      <table><thead><tr>\(headings)</tr></thead>
      <tbody>\(rows.joined(separator: "\n"))</tbody></table>
      """)
  }

  /// A file's name as a relative address: an id may hold any letters.
  private static func address(of name: String) -> String {
    name.utf8.map { byte in
      let isPlain =
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "-_.".utf8.contains(byte)
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(Unicode.Scalar(byte)) : "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
  }

  /// With its lines as they are.
  private static func whole(_ text: String) -> String {
    [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")].reduce(text) {
      $0.replacing($1.0, with: $1.1)
    }
  }

  private func document(_ body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="\(language.rawValue)">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(MarkupText.escape(title))</title>
    <style>
    body { margin: 0 auto; padding: 24px; max-width: 1040px; background: #e9ebea; color: #24292f;
      font: 15px/1.7 'Hiragino Sans', 'Noto Sans JP', 'Noto Sans CJK JP', Meiryo, system-ui, sans-serif; }
    h1 { font-size: 20px; } h2 { font-size: 16px; margin-top: 32px; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; padding: 14px 18px;
      background: #fff; border-radius: 8px; }
    dt { color: #66706c; } dd { margin: 0; overflow-wrap: anywhere; }
    .empty { padding: 10px 18px; background: #fff3d6; border-radius: 8px; }
    .frames { display: flex; flex-wrap: wrap; gap: 24px; align-items: flex-start; margin: 20px 0; }
    figure { margin: 0; } figcaption { color: #66706c; font-size: 13px; }
    iframe { height: 820px; border: 1px solid #c9cfcc; border-radius: 8px; background: #fff; }
    iframe[style*=dark] { background: #141615; }
    pre { padding: 18px; background: #fff; border-radius: 8px; white-space: pre-wrap; overflow-wrap: anywhere;
      font: 14px/1.7 'Noto Sans Mono CJK JP', Menlo, Consolas, monospace; }
    table { border-collapse: collapse; background: #fff; width: 100%; }
    th, td { padding: 6px 10px; text-align: left; border-bottom: 1px solid #e3e7e5; }
    </style>
    </head>
    <body>
    \(body)
    </body>
    </html>

    """
  }
}
