import DaichoInsight
import DaichoModel

extension Wording {
  static var comparing: Wording { Wording(en: "comparing records", ja: "記録を比べています") }
}

extension DuplicateReason {
  package var label: Wording {
    switch self {
    case .sameEmail: Wording(en: "same e-mail", ja: "メールが同じ")
    case .sameEmailName: Wording(en: "same e-mail name elsewhere", ja: "メールの@の前が同じ")
    case .similarEmail: Wording(en: "similar e-mail", ja: "メールがほぼ同じ")
    case .samePhone: Wording(en: "same phone", ja: "電話が同じ")
    case .similarPhone: Wording(en: "phone one digit off", ja: "電話が1桁違い")
    case .sameName: Wording(en: "same name", ja: "名前が同じ")
    case .similarName: Wording(en: "similar name", ja: "名前がほぼ同じ")
    case .swappedNames: Wording(en: "family and given name swapped", ja: "姓と名が逆")
    case .sameReading: Wording(en: "same kana", ja: "読みが同じ")
    case .sameFamilyName: Wording(en: "same family name", ja: "姓が同じ")
    case .sameGivenName: Wording(en: "same given name", ja: "名が同じ")
    case .sameAddress: Wording(en: "same address", ja: "住所が同じ")
    case .similarAddress: Wording(en: "similar address", ja: "住所がほぼ同じ")
    case .samePostalCode: Wording(en: "same postal code", ja: "郵便番号が同じ")
    case .sameBirthday: Wording(en: "same birthday", ja: "誕生日が同じ")
    case .similarBirthday: Wording(en: "similar birthday", ja: "誕生日がほぼ同じ")
    case .sameCompany: Wording(en: "same company", ja: "会社が同じ")
    case .sameDomain: Wording(en: "same domain", ja: "ドメインが同じ")
    case .sameForeignID: Wording(en: "same id elsewhere", ja: "外部IDが同じ")
    case .similarForeignID: Wording(en: "similar id elsewhere", ja: "外部IDがほぼ同じ")
    case .otherName: Wording(en: "but other name", ja: "名前は違う")
    case .otherFamilyName: Wording(en: "but other family name", ja: "姓は違う")
    case .otherGivenName: Wording(en: "but other given name", ja: "名は違う")
    case .otherBirthday: Wording(en: "but other birthday", ja: "誕生日は違う")
    case .household: Wording(en: "rather one household", ja: "家族の可能性が高い")
    case .colleagues: Wording(en: "rather colleagues", ja: "同僚の可能性が高い")
    }
  }
}

extension DaichoError {
  static func sameRecord(_ reference: Reference) -> DaichoError {
    DaichoError(
      "same-record", Wording(en: "both are '\(reference)'", ja: "どちらも「\(reference)」です"),
      hint: Wording(en: "name two records", ja: "別々の記録を2つ指定してください"))
  }
}
