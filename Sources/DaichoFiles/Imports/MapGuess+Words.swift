import DaichoModel

extension MapGuess {
  enum Shape { case any, date, number, email }

  /// One of our columns and the words by which files head it, the best first.
  struct Target {
    let name: String
    let words: [String]
    let shape: Shape
    /// Headings with one of these are something else.
    let never: [String]
    let isNeeded: Bool

    init(_ name: String, _ words: [String], _ shape: Shape = .any, never: [String] = [], needed: Bool = false)
    {
      self.name = name
      self.words = words
      self.shape = shape
      self.never = never
      isNeeded = needed
    }
  }

  /// Of the kind, in the order in which they choose.
  static func targets(_ kind: ImportKind) -> [Target] {
    switch kind {
    case .orders: orders
    case .customers: person("")
    case .companies:
      [
        Target(
          "name", ["会社名", "企業名", "法人名", "company name", "company", "organization", "name"], needed: true),
        Target("domain", ["ドメイン", "domain", "website", "url"]),
        Target("phone", ["電話番号", "電話", "phone", "tel"]),
        Target("industry", ["業種", "industry"]),
      ] + address("")
    case .products:
      [
        Target("sku", ["商品コード", "商品番号", "品番", "sku", "variant sku", "jan", "code"], needed: true),
        Target("name", ["商品名", "品名", "product name", "title", "name"], needed: true),
        Target("price", ["販売価格", "価格", "単価", "price"], .number),
        Target("stock", ["在庫数", "在庫", "stock", "inventory", "quantity"], .number),
        Target("category", ["カテゴリ", "分類", "category", "type"]),
      ]
    case .inquiries:
      [
        Target("subject", ["件名", "題名", "subject", "title"], needed: true),
        Target("customer", ["メールアドレス", "email", "e-mail"], .email),
        Target("opened", ["受付日", "問い合わせ日", "日時", "作成日", "created", "date", "opened"], .date),
        Target("status", ["状態", "ステータス", "status"]),
        Target("body", ["本文", "内容", "問い合わせ内容", "message", "body"]),
      ]
    case .events:
      [
        Target("at", ["日時", "発生日時", "timestamp", "date", "at"], .date, needed: true),
        Target("email", ["メールアドレス", "email", "e-mail"], .email),
        Target("kind", ["種別", "イベント", "event", "type", "kind"]),
      ]
    case .suppressions:
      [
        Target("email", ["メールアドレス", "email", "e-mail", "address"], .email, needed: true),
        Target("date", ["日時", "登録日", "date", "created"], .date), Target("reason", ["理由", "reason"]),
      ]
    }
  }

  private static let recipients = [
    "配送先", "お届け先", "届け先", "送付先", "発送先", "送り先", "shipping", "recipient", "delivery",
  ]

  private static let orders: [Target] =
    [
      Target(
        "order",
        [
          "注文番号", "注文ID", "受注番号", "受注ID", "オーダーID", "オーダー番号", "伝票番号", "order number", "order id", "order no",
          "order name",
          "order_number", "order_id", "name", "注文no", "取引番号", "order",
        ], never: ["日", "date", "total", "status", "状態", "合計", "金額", "notes"] + recipients, needed: true),
      Target(
        "date",
        [
          "注文日時", "注文日", "受注日時", "受注日", "購入日時", "購入日", "売上日", "取引日時", "order date", "order_date",
          "created at", "created_at",
          "date created", "purchase date", "日時", "日付", "date",
        ], .date, never: ["発送", "出荷", "入金", "更新", "birth", "paid", "shipped", "cancel", "update"],
        needed: true),
      Target(
        "line", ["注文明細番号", "明細番号", "明細ID", "行番号", "order item id", "line item id", "line number", "line id"]),
      Target(
        "sku",
        [
          "商品コード", "商品番号", "品番", "商品管理番号", "商品ID", "sku", "lineitem sku", "item sku", "product code",
          "item number", "product id",
        ], never: ["名"]),
      Target(
        "quantity", ["数量", "個数", "購入数", "注文数", "lineitem quantity", "quantity", "qty", "item qty"], .number,
        never: ["refund", "在庫"]),
      Target(
        "amount",
        [
          "小計", "商品小計", "明細金額", "商品金額", "販売金額", "line total", "item total", "order line total",
          "lineitem total", "売上金額", "金額", "amount",
        ], .number,
        never: [
          "合計", "送料", "手数料", "割引", "値引", "返金", "refund", "税", "tax", "discount", "shipping", "ポイント", "請求",
          "refunded",
        ]),
      Target("currency", ["通貨", "通貨コード", "currency"]),
      Target(
        "status",
        [
          "注文ステータス", "受注状態", "受注ステータス", "対応状況", "処理状況", "注文状態", "ステータス", "order status", "financial status",
          "status", "状態",
        ], never: ["fulfillment", "配送", "発送"] + ["email"]),
      Target(
        "item", ["商品名", "品名", "lineitem name", "item name", "product name", "商品", "product", "item"],
        never: [
          "id", "コード", "番号", "数", "価格", "金額", "単価", "税", "price", "total", "cost", "sku", "qty", "quantity",
        ]),
      Target(
        "coupon", ["クーポンコード", "クーポン", "discount code", "coupon code", "coupon"],
        never: ["割引", "金額", "amount"]),
      Target(
        "shipped", ["発送日", "出荷日", "発送完了日", "shipped at", "ship date", "fulfilled at"], .date,
        never: ["予定", "希望"]),
    ] + person("customer.", never: recipients)

  private static func person(_ prefix: String, never: [String] = []) -> [Target] {
    func target(
      _ name: String, _ words: [String], _ shape: Shape = .any, _ more: [String] = [], needed: Bool = false
    ) -> Target {
      Target(prefix + name, words, shape, never: never + more, needed: needed)
    }
    let kana = ["カナ", "かな", "フリガナ", "ふりがな", "ﾌﾘｶﾞﾅ", "kana", "読み", "ヨミ", "よみ", "セイ", "メイ", "phonetic"]
    return [
      target(
        "email",
        [
          "メールアドレス", "メール", "eメール", "email", "e-mail", "mail address", "customer email", "billing email",
          "mail",
        ], .email,
        ["配信", "メルマガ", "accepts"], needed: prefix.isEmpty),
      target(
        prefix.isEmpty ? "ids.shop" : "id",
        ["会員番号", "会員ID", "顧客ID", "顧客番号", "お客様番号", "customer id", "customer_id", "member id", "user id"]),
      target("kana", ["氏名カナ", "フリガナ", "ふりがな", "氏名（カナ）", "お名前（カナ）", "kana", "カナ"], .any, ["住所", "会社"]),
      target(
        "family_name", ["姓", "氏", "苗字", "last name", "family name", "billing last name", "lastname"], .any,
        kana + ["氏名"]),
      target(
        "given_name", ["名", "first name", "given name", "billing first name", "firstname"], .any,
        kana + ["氏名", "商品", "会社", "署名", "品名"]),
      target(
        "name",
        [
          "注文者氏名", "注文者名", "購入者氏名", "購入者名", "お客様名", "顧客名", "注文者", "購入者", "氏名", "お名前", "名前", "billing name",
          "customer name",
          "full name", "billing full name", "buyer", "customer", "name",
        ], .any,
        kana + [
          "商品", "会社", "郵便", "住所", "電話", "メール", "id", "番号", "都道府県", "品", "item", "product", "order", "注文番号",
          "discount", "vendor", "company", "first", "last",
        ]),
      target(
        "phone", ["電話番号", "電話", "tel", "phone", "billing phone", "phone number", "携帯"], .any, ["fax"]),
    ] + address(prefix, never: never)
  }

  private static func address(_ prefix: String, never: [String] = []) -> [Target] {
    [
      Target(
        prefix + "address.postal_code", ["郵便番号", "〒", "billing zip", "zip", "postcode", "postal code"],
        never: never),
      Target(
        prefix + "address.region", ["都道府県", "billing province", "province", "prefecture", "state", "region"],
        never: never + ["name"]),
      Target(prefix + "address.city", ["市区町村", "市町村", "billing city", "city"], never: never),
      Target(
        prefix + "address.street",
        ["番地", "住所", "billing street", "billing address1", "address 1", "address1", "street", "address"],
        never: never + ["メール", "mail", "カナ", "ip"]),
    ]
  }

  /// On one line, in quotes where YAML needs them.
  static func scalar(_ text: String) -> String {
    ScalarWriter.inline(text, .text, inFlow: true) ?? "\"\""
  }

  static func rank(_ column: String, _ kind: ImportKind) -> Int {
    let names = targets(kind).map(\.name)
    return names.firstIndex(of: column) ?? names.count
  }

  /// Ours for a shop's word.
  static func status(_ word: String) -> String? {
    let folded = TextFolding.fold(word).filter { !$0.isWhitespace && $0 != "-" && $0 != "_" }
    let words: [(String, [String])] = [
      (
        "cancelled",
        ["キャンセル", "取消", "取り消し", "無効", "cancelled", "canceled", "voided", "void", "expired", "failed"]
      ),
      ("refunded", ["返金済", "返品済", "全額返金", "refunded", "返金"]),
      ("delivered", ["配達完了", "配送完了", "お届け済", "delivered", "completed", "complete", "完了", "取引完了"]),
      ("shipped", ["発送済", "出荷済", "配送済", "発送完了", "出荷完了", "shipped", "fulfilled", "dispatched"]),
      (
        "placed",
        [
          "未入金", "入金待", "未払", "支払待", "pending", "unpaid", "onhold", "仮注文", "authorized", "ordered", "新規",
          "未対応", "未処理", "partiallypaid",
        ]
      ),
      (
        "paid",
        [
          "入金済", "支払済", "決済完了", "決済済", "paid", "processing", "partiallyrefunded", "入金確認", "未発送", "発送待", "対応中",
          "処理中", "準備中",
        ]
      ),
    ]
    for (ours, theirs) in words where theirs.contains(where: { TextFolding.fold($0) == folded }) {
      return ours
    }
    if ["partiallyrefunded", "一部返金"].contains(folded) { return "paid" }
    for (ours, theirs) in words where theirs.contains(where: { folded.contains(TextFolding.fold($0)) }) {
      return ours
    }
    return nil
  }
}
