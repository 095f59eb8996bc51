import DaichoModel

/// Why an address book cannot be read.
extension Wording {
  static let notAVCard = Wording(en: "a card begins with BEGIN:VCARD", ja: "vCard は BEGIN:VCARD で始まります")
  static let vCardCutShort = Wording(
    en: "the card that begins here has no END:VCARD: the file is cut short",
    ja: "ここから始まるカードに END:VCARD がありません。ファイルが途中で切れています")
}
