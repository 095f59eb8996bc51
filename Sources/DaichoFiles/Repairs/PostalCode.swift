import DaichoModel

/// The prefecture of a Japanese postal code, where its first three digits belong to one only.
///
/// Computed from Japan Post's own list, 郵便番号データ (KEN_ALL, https://www.post.japanpost.jp/zipcode/download.html)
/// of October 2026: every prefix that occurs in it with one prefecture. A code whose fourth digit is 8 may be
/// that of one large office (大口事業所個別番号), and some of those lie elsewhere.
package enum PostalCode {
  /// `nil` for what is no code, a prefix nobody has, and one that two prefectures share.
  package static func region(_ text: String) -> String? {
    let digits = text.unicodeScalars.filter { $0 != "-" }.map { TextFolding.digit($0) ?? -1 }
    guard digits.count == 7, !digits.contains(-1), digits[3] != 8 else { return nil }
    let prefix = digits[0] * 100 + digits[1] * 10 + digits[2]
    if shared.contains(prefix) || unassigned.contains(prefix) { return nil }
    return regions.first { $0.first...$0.last ~= prefix }?.name
  }

  static let shared: Set<Int> = [
    18, 311, 349, 370, 384, 389, 431, 498, 520, 563, 618, 630, 647, 648, 684, 811, 839, 848, 871, 922, 939,
    949,
  ]

  private static let unassigned: Set<Int> = [
    32, 109, 117, 118, 119, 122, 126, 127, 128, 129, 137, 138, 139, 147, 148, 149, 159, 172, 199, 200, 217,
    218, 219, 228, 229, 268, 269, 280, 281, 291, 423, 429, 469, 548, 588, 608, 609, 628, 724, 748, 977, 978,
  ]

  private static let regions: [(first: Int, last: Int, name: String)] = [
    (1, 7, "北海道"), (10, 19, "秋田県"), (20, 29, "岩手県"), (30, 39, "青森県"), (40, 99, "北海道"),
    (100, 208, "東京都"), (210, 259, "神奈川県"), (260, 299, "千葉県"), (300, 319, "茨城県"),
    (320, 329, "栃木県"), (330, 369, "埼玉県"), (371, 379, "群馬県"), (380, 399, "長野県"),
    (400, 409, "山梨県"), (410, 439, "静岡県"), (440, 497, "愛知県"), (500, 509, "岐阜県"),
    (510, 519, "三重県"), (521, 529, "滋賀県"), (530, 599, "大阪府"), (600, 629, "京都府"),
    (631, 639, "奈良県"), (640, 649, "和歌山県"), (650, 679, "兵庫県"), (680, 683, "鳥取県"),
    (685, 685, "島根県"), (689, 689, "鳥取県"), (690, 699, "島根県"), (700, 719, "岡山県"),
    (720, 739, "広島県"), (740, 759, "山口県"), (760, 769, "香川県"), (770, 779, "徳島県"),
    (780, 789, "高知県"), (790, 799, "愛媛県"), (800, 816, "福岡県"), (817, 817, "長崎県"),
    (818, 838, "福岡県"), (840, 849, "佐賀県"), (850, 859, "長崎県"), (860, 869, "熊本県"),
    (870, 879, "大分県"), (880, 889, "宮崎県"), (890, 899, "鹿児島県"), (900, 907, "沖縄県"),
    (910, 919, "福井県"), (920, 929, "石川県"), (930, 938, "富山県"), (940, 959, "新潟県"),
    (960, 979, "福島県"), (980, 989, "宮城県"), (990, 999, "山形県"),
  ]
}
