/// How the text of a field is read. The type decides, never the look of the scalar.
package indirect enum FieldType: Sendable, Hashable {
  case text, multiline
  case integer, decimal, money, percent, duration
  case boolean
  /// A prohibition: anything that is not plainly false forbids.
  case prohibition
  case date, datetime
  /// A day of the year, with or without its year.
  case anniversary
  case email, phone, url
  case choice([String])
  case tags
  case member
  /// A key of `senders:` in daicho.yml.
  case sender
  /// A pipeline of daicho.yml; the stage of one.
  case pipeline, stage
  case reference(Kind)
  /// A reference written `kind/id`.
  case anyReference
  /// An expression of the filter language.
  case filter
  case list(FieldType)
  /// A mapping whose keys are the members' own business: `ids: {shopify: "1"}`.
  case map(FieldType)
  case object([FieldDefinition])
  /// Any YAML at all; its meaning belongs to the code that uses it.
  case structure

  /// What one value is, for a list; itself otherwise.
  package var element: FieldType {
    switch self {
    case .list(let element): element
    case .tags: .text
    default: self
    }
  }

  package var isList: Bool {
    switch self {
    case .list, .tags: true
    default: false
    }
  }
}

/// A field of a kind: its name, type and heading.
package struct FieldDefinition: Sendable, Hashable {
  package let name: String
  package let type: FieldType
  package let label: Wording
  /// Defined in daicho.yml, not built in.
  package let isCustom: Bool

  package init(_ name: String, _ type: FieldType, label: Wording, isCustom: Bool = false) {
    self.name = name
    self.type = type
    self.label = label
    self.isCustom = isCustom
  }

  fileprivate init(_ name: String, _ type: FieldType, _ ja: String) {
    let words = name.split(separator: "_").joined(separator: " ")
    self.init(name, type, label: Wording(en: words, ja: ja))
  }
}

/// The fields of one kind, in the order in which `show` and `new` write them.
package struct KindSchema: Sendable {
  package let kind: Kind
  package let fields: [FieldDefinition]
  /// Fields not listed are the file's own business: no warning about them.
  package let isOpen: Bool
  private let byName: [String: FieldDefinition]

  package init(kind: Kind, fields: [FieldDefinition], isOpen: Bool = false) {
    self.kind = kind
    self.fields = fields
    self.isOpen = isOpen
    byName = Dictionary(fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package subscript(name: String) -> FieldDefinition? { byName[name] }

  package func adding(_ custom: [FieldDefinition]) -> KindSchema {
    KindSchema(kind: kind, fields: fields + custom, isOpen: isOpen)
  }

  /// The field whose text names a record: `name`, `title` or `subject`.
  package var titleField: String {
    switch kind {
    case .deals: "title"
    case .inquiries: "subject"
    default: "name"
    }
  }
}

extension KindSchema {
  /// The fields every workspace has.
  package static func builtIn(_ kind: Kind) -> KindSchema {
    builtInSchemas[kind] ?? KindSchema(kind: kind, fields: [])
  }

  package static let lifecycles = ["subscriber", "lead", "qualified", "customer", "former"]
  /// `ads` is consent to be made known to advertising platforms, which is none to be written to.
  package static let channels = ["email", "line", "sms", "post", "phone", "ads"]

  private static let address = FieldType.object([
    FieldDefinition("postal_code", .text, "郵便番号"), FieldDefinition("region", .text, "都道府県"),
    FieldDefinition("city", .text, "市区町村"), FieldDefinition("street", .text, "番地"),
    FieldDefinition("country", .text, "国"),
  ])

  private static let consent = FieldType.list(
    .object([
      FieldDefinition("channel", .choice(channels), "チャネル"),
      FieldDefinition("granted", .date, "同意日"), FieldDefinition("withdrawn", .date, "撤回日"),
      FieldDefinition("via", .text, "経路"),
      FieldDefinition("basis", .choice(["consent", "customer", "business_card"]), "根拠"),
      FieldDefinition("proof", .text, "証跡"),
    ]))

  private static let builtInSchemas: [Kind: KindSchema] = [
    .customers: KindSchema(
      kind: .customers,
      fields: [
        FieldDefinition("name", .text, "名前"), FieldDefinition("family_name", .text, "姓"),
        FieldDefinition("given_name", .text, "名"), FieldDefinition("kana", .text, "かな"),
        FieldDefinition("salutation", .text, "宛名"), FieldDefinition("email", .list(.email), "メール"),
        FieldDefinition("phone", .list(.phone), "電話"),
        FieldDefinition("company", .reference(.companies), "会社"),
        FieldDefinition("ids", .map(.text), "外部ID"),
        FieldDefinition("lifecycle", .choice(lifecycles), "段階"), FieldDefinition("owner", .member, "担当"),
        FieldDefinition("tags", .tags, "タグ"), FieldDefinition("birthday", .anniversary, "誕生日"),
        FieldDefinition("source", .text, "きっかけ"), FieldDefinition("language", .text, "言語"),
        FieldDefinition("address", address, "住所"), FieldDefinition("consent", consent, "同意"),
        FieldDefinition("do_not_contact", .prohibition, "連絡不可"),
        FieldDefinition(
          "subscription",
          .object([
            FieldDefinition("active", .boolean, "有効"), FieldDefinition("since", .date, "開始日"),
          ]), "定期便"), FieldDefinition("not_duplicate", .list(.reference(.customers)), "別人"),
        FieldDefinition(
          "kept_by_law",
          .object([FieldDefinition("until", .date, "期限"), FieldDefinition("email", .text, "メール")]), "法定保存"),
        FieldDefinition("handed_off", .list(.reference(.scores)), "引き渡し済み"),
        FieldDefinition("created", .date, "登録日"),
      ]),
    .companies: KindSchema(
      kind: .companies,
      fields: [
        FieldDefinition("name", .text, "会社名"), FieldDefinition("kana", .text, "かな"),
        FieldDefinition("domain", .text, "ドメイン"), FieldDefinition("industry", .text, "業種"),
        FieldDefinition("owner", .member, "担当"), FieldDefinition("tags", .tags, "タグ"),
        FieldDefinition("address", address, "住所"), FieldDefinition("phone", .list(.phone), "電話"),
        FieldDefinition("email", .list(.email), "メール"), FieldDefinition("ids", .map(.text), "外部ID"),
        FieldDefinition("url", .url, "URL"),
        FieldDefinition("not_duplicate", .list(.reference(.companies)), "別会社"),
        FieldDefinition("handed_off", .list(.reference(.scores)), "引き渡し済み"),
        FieldDefinition("created", .date, "登録日"),
      ]),
    .deals: KindSchema(
      kind: .deals,
      fields: [
        FieldDefinition("title", .text, "件名"),
        FieldDefinition("customer", .reference(.customers), "顧客"),
        FieldDefinition("company", .reference(.companies), "会社"),
        FieldDefinition("pipeline", .pipeline, "パイプライン"), FieldDefinition("stage", .stage, "ステージ"),
        FieldDefinition("amount", .money, "金額"), FieldDefinition("currency", .text, "通貨"),
        FieldDefinition("close", .date, "完了予定日"), FieldDefinition("probability", .decimal, "確度"),
        FieldDefinition("owner", .member, "担当"),
        FieldDefinition("products", .list(.reference(.products)), "商品"),
        FieldDefinition("next_step", .text, "次の一手"), FieldDefinition("lost_reason", .text, "失注理由"),
        FieldDefinition("source", .text, "きっかけ"), FieldDefinition("tags", .tags, "タグ"),
        FieldDefinition("handed_off", .list(.reference(.scores)), "引き渡し済み"),
        FieldDefinition("created", .date, "登録日"),
      ]),
    .inquiries: KindSchema(
      kind: .inquiries,
      fields: [
        FieldDefinition("subject", .text, "件名"),
        FieldDefinition("customer", .reference(.customers), "顧客"),
        FieldDefinition("channel", .text, "チャネル"),
        FieldDefinition(
          "type", .choice(["question", "request", "complaint", "praise", "return"]), "種別"),
        FieldDefinition("status", .choice(["open", "waiting", "resolved"]), "状態"),
        FieldDefinition("priority", .text, "優先度"),
        FieldDefinition("product", .reference(.products), "商品"), FieldDefinition("owner", .member, "担当"),
        FieldDefinition("opened", .datetime, "受付"), FieldDefinition("resolved", .datetime, "解決"),
        FieldDefinition("tags", .tags, "タグ"),
        FieldDefinition("handed_off", .list(.reference(.scores)), "引き渡し済み"),
        FieldDefinition("created", .date, "登録日"),
      ]),
    .products: KindSchema(
      kind: .products,
      fields: [
        FieldDefinition("name", .text, "商品名"), FieldDefinition("sku", .text, "SKU"),
        FieldDefinition("price", .money, "価格"), FieldDefinition("currency", .text, "通貨"),
        FieldDefinition("category", .text, "分類"), FieldDefinition("stock", .integer, "在庫"),
        FieldDefinition("reorder_at", .integer, "発注点"),
        FieldDefinition("related", .list(.reference(.products)), "関連商品"),
        FieldDefinition("url", .url, "URL"), FieldDefinition("image", .url, "画像"),
        FieldDefinition("active", .boolean, "販売中"), FieldDefinition("tags", .tags, "タグ"),
        FieldDefinition("created", .date, "登録日"),
      ]),
    .segments: KindSchema(
      kind: .segments,
      fields: [
        FieldDefinition("name", .text, "名前"), FieldDefinition("of", .text, "対象"),
        FieldDefinition("where", .filter, "条件"), FieldDefinition("owner", .member, "担当"),
        FieldDefinition("tags", .tags, "タグ"),
      ]),
    .scores: KindSchema(
      kind: .scores,
      fields: [
        FieldDefinition("name", .text, "名前"), FieldDefinition("of", .filter, "対象"),
        FieldDefinition(
          "rules",
          .list(
            .object([
              FieldDefinition("when", .filter, "条件"), FieldDefinition("each", .filter, "各回"),
              FieldDefinition("points", .decimal, "点数"), FieldDefinition("max", .decimal, "上限"),
              FieldDefinition("half_life", .duration, "半減期"),
            ])), "規則"), FieldDefinition("threshold", .decimal, "しきい値"),
        FieldDefinition("hand_off", .structure, "引き渡し"), FieldDefinition("owner", .member, "担当"),
        FieldDefinition("tags", .tags, "タグ"),
      ]),
    .campaigns: KindSchema(
      kind: .campaigns,
      fields: [
        FieldDefinition("name", .text, "名前"), FieldDefinition("subject", .text, "件名"),
        FieldDefinition("preheader", .text, "プリヘッダー"),
        FieldDefinition("segment", .reference(.segments), "セグメント"),
        FieldDefinition("where", .filter, "条件"),
        FieldDefinition("exclude", .list(.reference(.segments)), "除外"),
        FieldDefinition("sender", .sender, "差出人"), FieldDefinition("layout", .text, "レイアウト"),
        FieldDefinition("coupon", .structure, "クーポン"), FieldDefinition("products", .list(.text), "商品"),
        FieldDefinition("send_at", .datetime, "配信日時"), FieldDefinition("late_limit", .duration, "遅延上限"),
        FieldDefinition("holdout", .percent, "対照群"), FieldDefinition("cost", .money, "費用"),
        FieldDefinition("repeat", .text, "繰り返し"), FieldDefinition("variants", .structure, "A/B"),
        FieldDefinition("audience", .integer, "承認時の人数"),
        FieldDefinition("revision", .text, "承認した内容"),
        FieldDefinition("status", .choice(["draft", "approved", "running", "sent"]), "状態"),
        FieldDefinition("owner", .member, "担当"), FieldDefinition("tags", .tags, "タグ"),
      ]),
    .journeys: KindSchema(
      kind: .journeys,
      fields: [
        FieldDefinition("name", .text, "名前"), FieldDefinition("owner", .member, "担当"),
        FieldDefinition("tags", .tags, "タグ"),
      ], isOpen: true),
    .forms: KindSchema(
      kind: .forms,
      fields: [
        FieldDefinition("name", .text, "名前"), FieldDefinition("owner", .member, "担当"),
        FieldDefinition("tags", .tags, "タグ"),
      ], isOpen: true),
  ]
}
