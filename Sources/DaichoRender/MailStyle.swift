/// Inline styles of the body. Mail programs drop style sheets, so each element carries its own; the
/// classes are hooks for the layout's dark mode.
enum MailStyle {
  static let paragraph: StaticString = "margin:0 0 1.25em"
  /// Of a quote or a list item, which have a margin of their own.
  static let lastParagraph: StaticString = "margin:0"
  static let quote: StaticString =
    "margin:0 0 1.25em;padding:2px 0 2px 16px;border-left:3px solid #cfd8d4;color:#57606a"
  static let list: StaticString = "margin:0 0 1.25em;padding:0 0 0 1.6em"
  static let nestedList: StaticString = "margin:.3em 0 0;padding:0 0 0 1.4em"
  static let item: StaticString = "margin:0 0 .35em"
  static let rule: StaticString = "margin:2em 0;border:0;border-top:1px solid #d8dedb;height:0"
  static let link: StaticString = "color:#17624f;text-decoration:underline"
  static let code: StaticString =
    "font-family:Consolas,Menlo,monospace;font-size:.9em;background:#eef1f0;border-radius:3px;padding:.1em .35em"
  static let codeBlock: StaticString =
    "margin:0 0 1.25em;padding:14px 16px;background:#eef1f0;border-radius:6px;font-family:Consolas,Menlo,monospace;font-size:14px;line-height:1.6;white-space:pre-wrap;word-break:break-word"
  static let blockImage: StaticString =
    "display:block;max-width:100%;height:auto;border:0;border-radius:6px"
  static let inlineImage: StaticString = "max-width:100%;height:auto;border:0;vertical-align:middle"
  static let buttonTable: StaticString = "margin:.4em 0 1.7em;border-collapse:separate"
  static let buttonCell: StaticString = "border-radius:6px;background:#17624f"
  static let button: StaticString =
    "display:inline-block;padding:13px 28px;color:#ffffff;font-weight:bold;line-height:1.4;text-decoration:none;border-radius:6px"

  static func heading(_ level: Int) -> StaticString {
    switch level {
    case 1: "margin:0 0 .8em;font-size:24px;line-height:1.45;font-weight:bold"
    case 2: "margin:1.9em 0 .8em;font-size:20px;line-height:1.5;font-weight:bold"
    default: "margin:1.6em 0 .6em;font-size:17px;line-height:1.55;font-weight:bold"
    }
  }
}
