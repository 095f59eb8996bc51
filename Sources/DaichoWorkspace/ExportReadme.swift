import DaichoFiles
import DaichoModel

/// The README of an export, in the workspace's language: what each file and column is, for a person who
/// has never heard of daicho.
struct ExportReadme {
  let workspace: Workspace
  let export: ExportedFolder

  private var language: Language { workspace.language }
  private func say(_ en: String, _ ja: String) -> String { Wording(en: en, ja: ja)(language) }

  var text: String {
    let settings = workspace.settings
    let shop = settings.name.isEmpty ? "daicho" : settings.name
    let day = LocalizedText.date(workspace.moment.today, language)
    var parts = [
      "# " + say("The customer register of \(shop), \(day)", "\(shop) 顧客台帳（\(day)）"),
      say(
        "Everything the register holds, as spreadsheets and text files. **These are personal data: keep them where only "
          + "those can read them who must.**",
        "台帳のすべてを表とテキストにしたものです。**個人情報です。必要な人だけが読める場所に置いてください。**"),
      "## " + say("The files", "ファイル"), files, "## " + say("How to read them", "読み方"), reading,
    ]
    for kind in Workspace.sheetKinds { parts += ["## \(kind.folder).csv", columns(of: kind)] }
    parts += [
      "## consents.csv", consents, "## log.csv, tasks.csv", log, "## orders.csv", orders,
      "## events/*.jsonl, sends/*.jsonl", ledgers,
      "## " + say("Back into daicho", "daicho に戻すには"),
      say(
        "In an empty workspace: `daicho import everything FOLDER`.",
        "空の台帳で `daicho import everything フォルダー` を実行してください。"),
    ]
    return parts.joined(separator: "\n\n") + "\n"
  }

  // MARK: Files

  private var files: String {
    var rows = ["| \(say("file", "ファイル")) | \(say("what it holds", "内容")) |", "| --- | --- |"]
    for file in export.files where file.rows != nil {
      rows.append("| \(file.path) | \(what(file.path)): \(count(file.rows ?? 0)) |")
    }
    for (folder, _) in Workspace.copiedFolders {
      let number = export.files.count { $0.rows == nil && $0.path.hasPrefix(folder + "/") }
      if number > 0 { rows.append("| \(folder)/ | \(what(folder)): \(files(number)) |") }
    }
    rows.append("| daicho.yml | \(say("settings of the register", "台帳の設定")) |")
    if export.texts > 0 {
      rows.append(
        "| texts/ | "
          + say("texts too long for a cell; `body_file` names them", "セルに収まらない本文。`body_file` 列がその名前です")
          + ": \(files(export.texts)) |")
    }
    if !export.originals.isEmpty {
      rows.append(
        "| originals/ | "
          + say(
            "files that could not be read, or not all of them, as they are",
            "全体または一部を読み取れなかったファイル。元のまま") + ": \(files(export.originals.count)) |")
    }
    return rows.joined(separator: "\n")
  }

  private func count(_ number: Int) -> String { say("\(number)", "\(number)件") }
  private func files(_ number: Int) -> String {
    say(number == 1 ? "1 file" : "\(number) files", "\(number)ファイル")
  }

  private func what(_ name: String) -> String {
    let stem = String(name.prefix { $0 != "." })
    if let kind = Kind(rawValue: stem) { return kind.label(language) }
    return switch stem {
    case "consents": say("consent, one fact a row", "同意の記録（1行に1件）")
    case "log": say("contacts and notes", "対応履歴")
    case "tasks": say("tasks", "タスク")
    case "orders": say("order lines", "注文明細")
    case "events": say("opens, clicks, forms, unsubscribes", "開封・クリック・フォーム・配信停止")
    case "sends": say("the journal of mails sent", "配信の記録")
    case "templates": say("mail layouts", "メールのレイアウト")
    case "imports": say("how files of other systems are read", "他システムのファイルの読み方")
    default: stem
    }
  }

  private var reading: String {
    [
      say(
        "The `.csv` files are UTF-8 with a byte order mark, separated by commas, with a header row: Excel, Numbers, "
          + "LibreOffice and other systems open them. In Excel import the columns of phone numbers and postal codes as "
          + "text (Data > From Text/CSV), or it drops their leading zeros.",
        "`.csv` は BOM 付き UTF-8、カンマ区切り、1行目が見出しです。Excel・Numbers・LibreOffice や他のシステムで開けます。Excel では"
          + "電話番号と郵便番号の先頭の 0 が消えないよう、「データ」→「テキストまたは CSV から」で文字列として読み込んでください。"),
      say(
        "Days are `2026-11-20`, moments `2026-11-20 14:05` in the time zone \(workspace.settings.timeZone); a birthday "
          + "may be without its year (`03-14`). Amounts are in \(workspace.settings.currency.code) unless a column "
          + "`currency` says otherwise.",
        "日付は `2026-11-20`、日時は `2026-11-20 14:05`（\(workspace.settings.timeZone)）です。誕生日には年のないもの（`03-14`）が"
          + "あります。金額は `currency` 列に書かれていなければ \(workspace.settings.currency.code) です。"),
      say(
        "Several values in one cell are separated by `; `; nested ones are JSON. A value that a spreadsheet would compute "
          + "(it begins with `=`, `+`, `-` or `@`) has a `'` before it.",
        "1つのセルに複数の値があるときは `; ` で区切り、入れ子の値は JSON です。表計算ソフトが計算してしまう値（`=` `+` `-` `@` で始まる"
          + "もの）の前には `'` を付けています。"),
    ].map { "- " + $0 }.joined(separator: "\n")
  }

  // MARK: Columns

  private func table(_ rows: [(String, String)]) -> String {
    (["| \(say("column", "列")) | \(say("meaning", "意味")) |", "| --- | --- |"]
      + rows.map { "| `\($0.0)` | \($0.1) |" }).joined(separator: "\n")
  }

  private func columns(of kind: Kind) -> String {
    var rows = [
      ("id", say("what other files call this record", "他のファイルから参照される ID")),
      ("path", say("its file in the register", "台帳でのファイル")),
    ]
    for field in workspace.settings.schema(kind).fields {
      if case .object(let members) = field.type {
        rows += members.map {
          ("\(field.name).\($0.name)", field.label(language) + ": " + $0.label(language))
        }
      } else if case .map = field.type {
        rows.append(("\(field.name).…", field.label(language)))
      } else {
        rows.append((field.name, field.label(language) + explained(field.type)))
      }
    }
    rows.append(
      ("body", say("the text below the fields, as Markdown, with the log", "項目の下の本文（Markdown、対応履歴を含む）")))
    rows.append(("body_file", say("or the file that holds it", "本文が別ファイルのとき、その名前")))
    return table(rows)
      + say("\n\nOther columns are fields of the register's own.", "\n\nこのほかの列は、この台帳独自の項目です。")
  }

  private func explained(_ type: FieldType) -> String {
    switch type {
    case .reference(let kind), .list(.reference(let kind)):
      say(" (an id of \(kind.folder).csv)", "（\(kind.folder).csv の id）")
    case .choice(let words): say(" (\(words.joined(separator: ", ")))", "（\(words.joined(separator: ", "))）")
    case .member: members
    default: ""
    }
  }

  /// Who the words of the column are.
  private var members: String {
    let names = workspace.settings.members.filter { $0.name != nil }.map { "\($0.id): \($0.name ?? "")" }
    guard !names.isEmpty else { return "" }
    return say(" (\(names.joined(separator: ", ")))", "（\(names.joined(separator: "、"))）")
  }

  private var consents: String {
    table([
      ("customer", say("an id of customers.csv", "customers.csv の id")),
      ("channel", KindSchema.channels.joined(separator: ", ")),
      ("granted", say("the day consent was given", "同意した日")),
      ("withdrawn", say("or the day it was taken back", "撤回した日")),
      ("via", say("how it was given", "同意の経路")), ("basis", "consent, customer, business_card"),
      ("proof", say("what shows it", "証跡")),
    ])
      + say(
        "\n\nThe newest fact of a channel holds. The column `consent` of customers.csv says the same. Addresses that "
          + "unsubscribed or bounced are in events/.",
        "\n\nチャネルごとに最も新しいものが有効です。customers.csv の `consent` 列と同じ内容です。配信停止やエラーになったアドレスは events/ にあります。")
  }

  private var log: String {
    table([
      ("record", say("which record: kind/id", "どの記録か（種類/ID）")),
      ("date, time", say("when", "日時")), ("due", say("of a task: the day it is due", "タスクの期限")),
      ("channel", "call, email, meeting, visit, chat, line, sms, letter, fax, note, form, order"),
      ("direction", say("in: they came to us; out: we to them", "in は先方から、out はこちらから")),
      ("members", say("who of us", "担当")), ("tags", say("words marked with #", "# を付けた言葉")),
      ("contact", say("whether it was contact with the customer", "お客様との連絡か")),
      ("done", say("whether the task is done", "完了したか")),
      ("text", say("what was said or is to be done", "内容")),
    ]) + say("\n\nThey repeat what stands in the column `body`.", "\n\n`body` 列にある内容の再掲です。")
  }

  private var orders: String {
    table([
      ("date", say("of the order or refund", "注文日・返金日")), ("order", say("number of the order", "注文番号")),
      ("line", say("number of the line", "明細番号")),
      ("customer", say("id, e-mail address or other id of a customer", "顧客の ID・メール・外部 ID")),
      ("sku", say("what was bought", "商品")), ("quantity", say("how many", "数量")),
      (
        "amount",
        say(
          "total of the line after discounts, tax \(workspace.settings.tax); negative for a refund",
          "値引き後の金額（税: \(workspace.settings.tax)）。返金はマイナス")
      ), ("currency", say("if another than the register's", "台帳と違う通貨")),
      ("status", "placed, paid, shipped, delivered, cancelled, refunded"),
      ("type", "item, shipping, fee, discount, refund"), ("coupon", say("code used", "クーポン")),
      ("channel", say("where it was ordered", "注文経路")), ("subscription", say("of a subscription", "定期便")),
      ("shipped, delivered", say("days", "発送日・配達日")), ("file", say("its file in the register", "台帳でのファイル")),
    ])
      + say(
        "\n\nThe same order and line twice is one: cancelled and refunded hold, then the furthest status, then the later "
          + "row.",
        "\n\n同じ注文番号と明細番号の行が複数あるときは1件です。cancelled と refunded が優先、次に進んだ status、次に後の行が有効です。")
  }

  private var ledgers: String {
    say(
      "One JSON object a line, in UTF-8. `at` is when, `kind` or `state` what, `customer`, `email` or `address` who.",
      "1行に1つの JSON（UTF-8）。`at` が日時、`kind`・`state` が内容、`customer`・`email`・`address` が誰かを表します。")
  }
}
