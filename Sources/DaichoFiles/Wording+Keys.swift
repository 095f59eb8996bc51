import DaichoModel

extension Wording {
  static let expectedFingerprint = Wording(
    en: "the fingerprint of a key, 16 hexadecimal digits, as 'daicho key show' prints it",
    ja: "鍵のフィンガープリント（daicho key show が表示する16桁の16進数）")
  static let keyInWorkspace = Wording(
    en: "this is the key itself, not its fingerprint: whoever reads this file can forge links of your mails",
    ja: "フィンガープリントではなく鍵そのものが書かれています。このファイルを読める人は誰でもメールのリンクを偽造できます")
  static let rotateKey = Wording(
    en: "remove it, and replace the key with 'daicho key rotate': git keeps the old text",
    ja: "ここから消し、「daicho key rotate」で鍵を替えてください。git には元の文字が残ります")
}
