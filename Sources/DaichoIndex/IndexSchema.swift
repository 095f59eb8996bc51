import DaichoModel

/// The tables of `.daicho/index.sqlite`. They are a public, read-only interface; the manual's page
/// "IndexSchema" describes each, and a test holds the two together.
package enum IndexSchema {
  /// Raise it with every change to a table: an index of another version is rebuilt.
  package static let version = 11
  /// `PRAGMA application_id`: "daic" in ASCII. A file without it is not ours.
  package static let applicationID: Int32 = 0x6461_6963

  package static let tables: [String] =
    [
      "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
      // The packed listing of every folder, as the walk gives it; entries that might still change
      // within their own timestamp have the time 0, so that they are read again.
      "CREATE TABLE folders (path TEXT PRIMARY KEY, listing BLOB NOT NULL) WITHOUT ROWID",
      "CREATE TABLE files (id INTEGER PRIMARY KEY, path TEXT NOT NULL, kind TEXT NOT NULL)",
      """
      CREATE TABLE diagnostics (
        file INTEGER NOT NULL, line INTEGER, "column" INTEGER, severity TEXT NOT NULL, code TEXT NOT NULL,
        message_en TEXT NOT NULL, message_ja TEXT NOT NULL, suggestion_en TEXT, suggestion_ja TEXT
      )
      """,
      // Columns of the shop's own in the ledgers, by file.
      "CREATE TABLE ledger_fields (file INTEGER NOT NULL, ledger TEXT NOT NULL, name TEXT NOT NULL)",
      """
      CREATE TABLE field_values (
        record INTEGER NOT NULL, field TEXT NOT NULL, position INTEGER NOT NULL, value, folded TEXT,
        is_handle INTEGER NOT NULL,
        PRIMARY KEY (record, field, position)
      ) WITHOUT ROWID
      """,
      // What no schema knows and what is nested, as JSON: for answers, where field_values serves filters.
      """
      CREATE TABLE structures (
        record INTEGER NOT NULL, field TEXT NOT NULL, json TEXT NOT NULL,
        PRIMARY KEY (record, field)
      ) WITHOUT ROWID
      """,
      // Files of records that cannot be read: their ids are taken, but no answer holds them.
      "CREATE TABLE unreadable (record INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL)",
      "CREATE TABLE prose (record INTEGER PRIMARY KEY, text TEXT NOT NULL, folded TEXT)",
      """
      CREATE TABLE log_entries (
        record INTEGER NOT NULL, line INTEGER NOT NULL, day INTEGER NOT NULL, minute INTEGER, channel TEXT,
        direction TEXT, member TEXT, is_contact INTEGER NOT NULL, is_task INTEGER NOT NULL,
        is_done INTEGER NOT NULL, text TEXT NOT NULL, folded TEXT,
        PRIMARY KEY (record, line)
      ) WITHOUT ROWID
      """,
      """
      CREATE TABLE consents (
        record INTEGER NOT NULL, position INTEGER NOT NULL, channel TEXT NOT NULL, granted INTEGER NOT NULL,
        day INTEGER NOT NULL, via TEXT, basis TEXT, proof TEXT,
        PRIMARY KEY (record, position)
      ) WITHOUT ROWID
      """,
      "CREATE TABLE words (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, folded TEXT)",
      "CREATE TABLE parties (id INTEGER PRIMARY KEY, handle TEXT NOT NULL, folded TEXT NOT NULL, record INTEGER)",
      """
      CREATE TABLE order_rows (
        id INTEGER PRIMARY KEY, file INTEGER NOT NULL, line INTEGER NOT NULL, order_id TEXT NOT NULL,
        order_line TEXT, key INTEGER NOT NULL, party INTEGER NOT NULL, day INTEGER NOT NULL, amount INTEGER,
        currency INTEGER, quantity REAL, sku INTEGER, status INTEGER, type INTEGER, channel INTEGER,
        coupon INTEGER, subscription INTEGER, others TEXT, counts INTEGER NOT NULL,
        superseded INTEGER NOT NULL
      )
      """,
      orderTotals("order_totals"),
      """
      CREATE TABLE events (
        id INTEGER PRIMARY KEY, file INTEGER NOT NULL, line INTEGER NOT NULL, event_id TEXT,
        at INTEGER NOT NULL, day INTEGER NOT NULL, kind TEXT NOT NULL, party INTEGER, email TEXT,
        visitor TEXT, campaign TEXT, url TEXT, others TEXT, blocks INTEGER NOT NULL,
        superseded INTEGER NOT NULL
      )
      """,
      """
      CREATE TABLE sends (
        id INTEGER PRIMARY KEY, file INTEGER NOT NULL, line INTEGER NOT NULL, at INTEGER NOT NULL,
        day INTEGER NOT NULL, campaign TEXT NOT NULL, occurrence TEXT, variant TEXT, party INTEGER,
        address TEXT, state TEXT NOT NULL, message_id TEXT, reason TEXT, coupon TEXT, commit_id TEXT
      )
      """,
    ] + lazyTables.keys.sorted().compactMap { lazyTables[$0]?($0) }
    + Kind.allCases.compactMap { KindTable.all[$0]?.createStatement }

  /// As the refresh keeps it, and as of another day.
  static func orderTotals(_ name: String) -> String {
    """
    CREATE TABLE \(name) (
      record INTEGER PRIMARY KEY, orders INTEGER NOT NULL, total INTEGER NOT NULL,
      first_day INTEGER NOT NULL, last_day INTEGER NOT NULL, interval_first INTEGER,
      interval_last INTEGER, interval_days INTEGER NOT NULL, latest_line_day INTEGER NOT NULL,
      purchase_days INTEGER NOT NULL, purchase_first INTEGER, purchase_last INTEGER,
      purchase_valued INTEGER NOT NULL, purchase_repeat_value INTEGER NOT NULL
    )
    """
  }

  /// Filled when a question first needs them: `DerivedTables`. By their names, given a name.
  static let lazyTables: [String: @Sendable (String) -> String] = [
    "record_changes": { name in
      """
      CREATE TABLE \(name) (
        path TEXT NOT NULL, number INTEGER NOT NULL, day INTEGER NOT NULL, at INTEGER NOT NULL,
        field TEXT NOT NULL, old TEXT, old_folded TEXT, new TEXT, new_folded TEXT, author TEXT NOT NULL,
        is_later INTEGER NOT NULL, is_dated INTEGER NOT NULL,
        PRIMARY KEY (path, number)
      ) WITHOUT ROWID
      """
    },
    "record_origins": { name in
      """
      CREATE TABLE \(name) (
        path TEXT PRIMARY KEY, day INTEGER, at INTEGER, reply_day INTEGER, reply_at INTEGER
      ) WITHOUT ROWID
      """
    },
    "lifecycle_changes": { name in
      """
      CREATE TABLE \(name) (
        path TEXT NOT NULL, number INTEGER NOT NULL, day INTEGER NOT NULL, at INTEGER NOT NULL, old TEXT,
        new TEXT NOT NULL,
        PRIMARY KEY (path, number)
      ) WITHOUT ROWID
      """
    },
    "inquiry_times": { name in
      """
      CREATE TABLE \(name) (
        record INTEGER PRIMARY KEY, opened_day INTEGER, response_day INTEGER, response_hours REAL,
        resolved_day INTEGER, resolution_hours REAL
      )
      """
    },
    "rfm_bounds": { name in
      """
      CREATE TABLE \(name) (
        measure TEXT NOT NULL, bound INTEGER NOT NULL, value INTEGER NOT NULL,
        PRIMARY KEY (measure, bound)
      ) WITHOUT ROWID
      """
    },
    "predictions": { name in
      """
      CREATE TABLE \(name) (
        record INTEGER PRIMARY KEY, p_alive REAL NOT NULL, orders_expected REAL NOT NULL,
        orders_in_year REAL NOT NULL, order_value REAL, ltv_predicted REAL
      )
      """
    },
    "prediction_models": { name in
      """
      CREATE TABLE \(name) (
        model TEXT NOT NULL, parameter TEXT NOT NULL, value REAL, reason TEXT,
        PRIMARY KEY (model, parameter)
      ) WITHOUT ROWID
      """
    },
  ]

  /// Made after a load, which is faster than keeping them up to date row by row.
  package static let indexes: [String] =
    [
      "CREATE UNIQUE INDEX files_path ON files (path)",
      "CREATE INDEX diagnostics_file ON diagnostics (file)",
      // E-mail addresses, phone numbers and foreign ids: what finds one record.
      "CREATE INDEX field_values_handle ON field_values (coalesce(folded, value)) WHERE is_handle",
      "CREATE INDEX log_entries_open ON log_entries (day) WHERE is_task AND NOT is_done",
      "CREATE UNIQUE INDEX parties_handle ON parties (handle)",
      "CREATE INDEX parties_folded ON parties (folded)",
      "CREATE INDEX parties_record ON parties (record) WHERE record IS NOT NULL",
      "CREATE INDEX order_rows_file ON order_rows (file)",
      "CREATE INDEX order_rows_key ON order_rows (key)",
      "CREATE INDEX order_rows_party ON order_rows (party)",
      "CREATE INDEX order_totals_latest ON order_totals (latest_line_day)",
      "CREATE INDEX events_file ON events (file)",
      // Wide enough to count a customer's events by kind and day without a look at the table: scores do.
      "CREATE INDEX events_party ON events (party, kind, day, superseded)",
      "CREATE INDEX events_event_id ON events (event_id)",
      // Asked by every import and check, and there are few.
      "CREATE INDEX events_erasures ON events (at) WHERE kind = 'erasure'",
      "CREATE INDEX events_email ON events (email) WHERE email IS NOT NULL",
      "CREATE INDEX events_blocks ON events (party) WHERE blocks",
      "CREATE INDEX sends_file ON sends (file)",
      "CREATE INDEX sends_party ON sends (party)",
      "CREATE INDEX sends_message ON sends (message_id)",
      "CREATE INDEX sends_campaign ON sends (campaign, occurrence)",
      "CREATE INDEX customers_company ON customers (company_key) WHERE company_key IS NOT NULL",
      "CREATE INDEX deals_customer ON deals (customer_key) WHERE customer_key IS NOT NULL",
      "CREATE INDEX deals_company ON deals (company_key) WHERE company_key IS NOT NULL",
      "CREATE INDEX inquiries_customer ON inquiries (customer_key) WHERE customer_key IS NOT NULL",
    ] + Kind.allCases.map { "CREATE INDEX \($0.folder)_key ON \($0.folder) (key)" }

  /// What a reader wants first: dates as text, names beside ids, orders as orders.
  package static let views: [String] = [
    // Addresses that an unsubscribe, a hard bounce or a complaint binds, whoever uses them, until somebody
    // releases them. Who has come back since an unsubscribe is free again. An event that knows only its mail
    // binds the address once a journal tells it.
    """
    CREATE VIEW blocked_addresses AS
    SELECT b.address, b.day, b.kind, b.event FROM (
      SELECT e.email AS address, e.day, e.kind, e.id AS event, e.at FROM events e
      WHERE e.blocks AND NOT e.superseded AND e.email IS NOT NULL
      UNION ALL
      SELECT lower(s.address), e.day, e.kind, e.id, e.at FROM events e
        JOIN sends s ON s.message_id > json_extract(e.others, '$.message_id') || '@'
          AND s.message_id < json_extract(e.others, '$.message_id') || 'A'
      WHERE e.blocks AND NOT e.superseded AND e.email IS NULL AND e.party IS NULL
      UNION ALL
      SELECT coalesce(v.folded, v.value), e.day, e.kind, e.id, e.at FROM events e
        JOIN parties p ON p.id = e.party
        JOIN field_values v ON v.record = p.record AND v.field = 'email'
      WHERE e.blocks AND NOT e.superseded AND e.email IS NULL
    ) b
    WHERE NOT EXISTS (SELECT 1 FROM events r WHERE r.email = b.address AND r.at > b.at
      AND NOT r.superseded AND (r.kind = 'release' OR r.kind = 'resubscribe' AND b.kind = 'unsubscribe'))
    """,
    // What customers have refused on their preference page, and not taken up again since. E-mail is not among
    // it: that binds an address.
    """
    CREATE VIEW refused_channels AS
    SELECT p.record, json_extract(e.others, '$.channel') AS channel, e.day, e.id AS event
    FROM events e JOIN parties p ON p.id = e.party
    WHERE e.kind = 'preference' AND NOT e.superseded AND p.record IS NOT NULL
      AND json_extract(e.others, '$.granted') IN (0, 'false')
      AND NOT EXISTS (SELECT 1 FROM parties q JOIN events r ON r.party = q.id
        WHERE q.record = p.record AND r.kind = 'preference' AND NOT r.superseded AND r.at > e.at
        AND json_extract(r.others, '$.channel') = json_extract(e.others, '$.channel'))
    """,
    """
    CREATE VIEW order_lines AS
    SELECT o.order_id AS "order", o.order_line AS line, date(o.day * 86400, 'unixepoch') AS date,
      p.handle AS customer, o.amount, s.text AS sku, o.quantity, st.text AS status, t.text AS type,
      c.text AS coupon, ch.text AS channel, o.counts, o.day, p.record, f.path, o.line AS file_line
    FROM order_rows o JOIN parties p ON p.id = o.party JOIN files f ON f.id = o.file
      LEFT JOIN words s ON s.id = o.sku LEFT JOIN words st ON st.id = o.status
      LEFT JOIN words t ON t.id = o.type LEFT JOIN words c ON c.id = o.coupon
      LEFT JOIN words ch ON ch.id = o.channel
    WHERE NOT o.superseded
    """,
    """
    CREATE VIEW orders AS
    SELECT "order", min(date) AS date, min(customer) AS customer, sum(amount) AS amount,
      min(day) AS day, min(record) AS record, count(*) AS lines
    FROM order_lines WHERE counts GROUP BY "order"
    """,
    """
    CREATE VIEW contacts AS
    SELECT f.path, f.kind, l.line, date(l.day * 86400, 'unixepoch') AS date, l.minute, l.channel,
      l.direction, l.member, l.text, l.record, l.day
    FROM log_entries l JOIN files f ON f.id = l.record WHERE l.is_contact
    """,
    """
    CREATE VIEW tasks AS
    SELECT f.path, f.kind, l.line, date(l.day * 86400, 'unixepoch') AS due, l.member, l.is_done AS done,
      l.text, l.record, l.day
    FROM log_entries l JOIN files f ON f.id = l.record WHERE l.is_task
    """,
  ]
}
