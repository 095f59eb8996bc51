import DaichoModel

/// What is wrong with daicho.yml.
extension Wording {
  static let settingsTooLong = Wording(
    en: "daicho.yml is longer than 256 KiB", ja: "daicho.yml が256 KiBを超えています")
  static let expectedStages = Wording(
    en: "a list of stages, each {stage: NAME, probability: 0.4}", ja: "「{stage: 名前, probability: 0.4}」のリスト")
  static let expectedDays = Wording(en: "a number of days such as 21 days", ja: "「21 days」のような日数")
  static let expectedProbability = Wording(en: "a probability from 0 to 1", ja: "0から1までの確率")
  static let expectedDomain = Wording(
    en: "a mail domain such as 'mail.example.com'", ja: "「mail.example.com」のようなメールのドメイン")
  static let expectedPositive = Wording(en: "a number that is not negative", ja: "0以上の数")
  static let expectedThresholds = Wording(en: "four ascending numbers", ja: "小さい順に4つの数")
  static let expectedHost = Wording(en: "a server with its 'host'", ja: "「host」のあるサーバー設定")
  static let expectedFrequency = Wording(en: "a limit such as '2 per 7 days'", ja: "「2 per 7 days」のような上限")
  static let expectedOutbox = Wording(
    en: "maildir:PATH or eml:PATH, the path beginning with / or ~/",
    ja: "maildir:パス か eml:パス（/か~/で始まるパス）")
  static let expectedPathOutside = Wording(en: "a path that begins with / or ~/", ja: "/か~/で始まるパス")
  static let usePasswordFile = Wording(
    en: "write the password into a file outside the workspace, give its path as 'password_file', "
      + "and change the password if it was committed",
    ja: "パスワードはワークスペースの外のファイルに書き、その場所を「password_file」に書いてください。コミット済みならパスワードを変えてください")
  static let chooseAnotherName = Wording(en: "choose another name", ja: "別の名前にしてください")
  static let incompleteStage = Wording(
    en: "a stage needs 'stage' and 'probability'", ja: "ステージには「stage」と「probability」が要ります")

  static func expectedBetween(_ range: ClosedRange<Int>) -> Wording {
    Wording(
      en: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      ja: "\(range.lowerBound)から\(range.upperBound)までの整数")
  }

  static func unknownSetting(_ key: String) -> Wording {
    Wording(en: "unknown setting '\(key)'", ja: "「\(key)」という設定はありません")
  }

  static func badTimeZone(_ text: String) -> Wording {
    Wording(
      en: "'\(text)' is no time zone such as Asia/Tokyo", ja: "「\(text)」は「Asia/Tokyo」のようなタイムゾーンではありません")
  }

  static func secretInWorkspace(_ key: String) -> Wording {
    Wording(
      en: "'\(key)' is a secret, and everyone who clones the workspace can read it",
      ja: "「\(key)」は秘密の情報です。ワークスペースを複製した人みんなに読まれます")
  }

  static func passwordFileInWorkspace(_ path: String) -> Wording {
    Wording(
      en: "the password file '\(path)' must lie outside the workspace",
      ja: "パスワードのファイル「\(path)」はワークスペースの外に置いてください")
  }

  static func duplicateStage(_ name: String) -> Wording {
    Wording(en: "stage '\(name)' is given twice", ja: "ステージ「\(name)」が2回書かれています")
  }

  static func senderWithoutFrom(_ name: String) -> Wording {
    Wording(en: "sender '\(name)' has no 'from'", ja: "差出人「\(name)」に「from」がありません")
  }

  static func unknownKind(_ word: String, _ kinds: [String]) -> Wording {
    let list = kinds.joined(separator: ", ")
    return Wording(en: "'\(word)' is no kind (\(list))", ja: "「\(word)」という種類はありません（\(list)）")
  }

  static func fieldClash(_ name: String, _ kind: Kind) -> Wording {
    Wording(
      en: "\(kind.label.en) already have a field '\(name)'", ja: "\(kind.label.ja)にはもともと「\(name)」があります")
  }

  static func badFieldName(_ name: String) -> Wording {
    Wording(
      en: "write '\(name)' in small letters, digits and '_'", ja: "「\(name)」は小文字、数字、「_」で書いてください")
  }

  static func fieldWithoutType(_ name: String) -> Wording {
    Wording(en: "field '\(name)' has no 'type'", ja: "項目「\(name)」に「type」がありません")
  }

  static func choiceWithoutValues(_ name: String) -> Wording {
    Wording(
      en: "choice '\(name)' needs its values: of: [a, b]", ja: "選択肢「\(name)」には値が要ります: of: [a, b]")
  }

  static func unknownType(_ text: String, _ names: [String]) -> Wording {
    let list = names.joined(separator: ", ")
    return Wording(en: "'\(text)' is no field type (\(list))", ja: "「\(text)」という型はありません（\(list)）")
  }
}
