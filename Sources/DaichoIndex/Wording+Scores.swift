import DaichoModel

/// What is wrong in a score's file, beside its filters.
extension Wording {
  static let scoreWithoutRules = Wording(en: "this score has no rules", ja: "このスコアには規則がありません")
  static let writeRules = Wording(
    en: "write rules, each with 'when:' or 'each:' and 'points:'",
    ja: "rules に、「when:」か「each:」と「points:」の組を書いてください")
  static let ruleWithTwoConditions = Wording(
    en: "a rule has either 'when:' or 'each:'", ja: "1つの規則に「when:」と「each:」の両方は書けません")
  static let splitRule = Wording(en: "make it two rules", ja: "規則を2つに分けてください")
  static let ruleWithoutCondition = Wording(
    en: "this rule has neither 'when:' nor 'each:'", ja: "この規則には「when:」も「each:」もありません")
  static let writeCondition = Wording(
    en:
      "say when the points are given, 'when: company is set', or for what each, 'each: events where kind = click'",
    ja: "「when: company is set」のように点を付ける条件か、「each: events where kind = click」のように数えるものを書いてください")
  static let ruleWithoutPoints = Wording(en: "this rule gives no points", ja: "この規則には点数がありません")
  static let writePoints = Wording(en: "add 'points: 10'", ja: "「points: 10」のように書き足してください")
  static let useEach = Wording(
    en: "it belongs to 'each:', which counts items", ja: "件数を数える「each:」の規則に書くものです")
  static let maxOfOtherSign = Wording(
    en: "'max' has another sign than 'points', so that no item would count",
    ja: "「max」と「points」の符号が違うため、1件も数えられません")
  static let halfLifeOfNothing = Wording(
    en: "'half_life' must be longer than nothing", ja: "「half_life」は0より長くしてください")
  static let handOffIsMapping = Wording(
    en: "'hand_off' should be fields (lifecycle, task, due)",
    ja: "「hand_off」には項目（lifecycle, task, due）を書いてください")
  static let handOffExample = Wording(
    en: "write: hand_off: {lifecycle: qualified, task: 'Call within a day', due: 1 day}",
    ja: "次のように書いてください: hand_off: {lifecycle: qualified, task: '1日以内に電話', due: 1 day}")
  static let dueWithoutTask = Wording(
    en: "'due' without 'task': no task will be made", ja: "「task」がないため、「due」は使われません")
  static let handOffWithoutThreshold = Wording(
    en: "a hand-off needs a threshold that is reached", ja: "引き渡しには、達したら渡すしきい値が必要です")
  static let writeThreshold = Wording(en: "add 'threshold: 50'", ja: "「threshold: 50」のように書き足してください")
  static let onlyCustomersHaveLifecycle = Wording(
    en: "only customers have a lifecycle", ja: "段階（lifecycle）があるのは顧客だけです")

  static func onlyForEach(_ key: String) -> Wording {
    Wording(en: "'\(key)' does nothing beside 'when:'", ja: "「when:」の規則では「\(key)」は使われません")
  }

  static func notANumber(_ key: String) -> Wording {
    Wording(en: "'\(key)' should be a number", ja: "「\(key)」には数を書いてください")
  }

  static func notADuration(_ key: String) -> Wording {
    Wording(
      en: "'\(key)' should be a length of time such as 30 days", ja: "「\(key)」には「30 days」「4週間」のような期間を書いてください")
  }

  static func writeInstead(_ text: String) -> Wording {
    Wording(en: "write: \(text)", ja: "次のように書いてください: \(text)")
  }

  static func unknownHandOff(_ key: String, _ known: [String]) -> Wording {
    let list = known.joined(separator: ", ")
    return Wording(
      en: "'hand_off' has no '\(key)' (it has \(list))", ja: "「hand_off」に「\(key)」はありません（\(list)）")
  }

  static func badHandOffLifecycle(_ text: String, _ allowed: [String]) -> Wording {
    let list = allowed.joined(separator: ", ")
    return Wording(
      en: "'\(text)' is no lifecycle that a hand-off may give: \(list)",
      ja: "「\(text)」は引き渡し先の段階にできません（\(list)）")
  }
}

extension DaichoError {
  static func unknownScore(_ name: String, suggestion: String?) -> DaichoError {
    DaichoError(
      "unknown-score",
      Wording(en: "there is no score '\(name)'", ja: "「\(name)」というスコアはありません"),
      hint: suggestion.map(Wording.didYouMean)
        ?? Wording(en: "'daicho score list' names them all", ja: "一覧は「daicho score list」で見られます"))
  }
}
