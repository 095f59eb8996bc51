import DaichoModel

/// The tables of `.daicho/history.sqlite`: what every commit that HEAD descends from changed. They are a
/// public, read-only interface; the manual's page "History" describes each.
package enum HistorySchema {
  /// Raise it with every change to a table or to what is put into one: the file is then made anew.
  package static let version = 2
  /// `PRAGMA application_id`: "daih" in ASCII. A file without it is not ours.
  package static let applicationID: Int32 = 0x6461_6968

  package static let tables: [String] = [
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    // `position` is the committer's time, but later than that of every parent: an order that no clock can
    // turn round. Instants are seconds since 1970, zones minutes east of UTC.
    """
    CREATE TABLE commits (
      seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, position INTEGER NOT NULL, author TEXT NOT NULL,
      email TEXT NOT NULL, at INTEGER NOT NULL, zone INTEGER NOT NULL, committer TEXT NOT NULL,
      committer_email TEXT NOT NULL, committed_at INTEGER NOT NULL, subject TEXT NOT NULL, reason TEXT,
      trailers TEXT, action TEXT, signature TEXT, is_unreadable INTEGER NOT NULL
    )
    """,
    // A parent that the repository does not have is known by its id alone.
    """
    CREATE TABLE commit_parents (
      commit_seq INTEGER NOT NULL, place INTEGER NOT NULL, parent_seq INTEGER, missing BLOB,
      PRIMARY KEY (commit_seq, place)
    ) WITHOUT ROWID
    """,
    // `key` is what ids are compared by.
    """
    CREATE TABLE files (
      id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, record TEXT, key TEXT
    )
    """,
    """
    CREATE TABLE file_changes (
      id INTEGER PRIMARY KEY, commit_seq INTEGER NOT NULL, file INTEGER NOT NULL, change TEXT NOT NULL,
      old_blob BLOB, new_blob BLOB, old_file INTEGER, is_append INTEGER
    )
    """,
    """
    CREATE TABLE changes (
      file_change INTEGER NOT NULL, number INTEGER NOT NULL, part TEXT NOT NULL, field TEXT NOT NULL,
      old TEXT, new TEXT,
      PRIMARY KEY (file_change, number)
    ) WITHOUT ROWID
    """,
  ]

  /// Made after the first load, which is faster than keeping them up to date row by row.
  package static let indexes: [String] = [
    "CREATE INDEX IF NOT EXISTS commits_position ON commits (position)",
    "CREATE INDEX IF NOT EXISTS commit_parents_parent ON commit_parents (parent_seq)",
    "CREATE INDEX IF NOT EXISTS files_key ON files (key) WHERE key IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS file_changes_file ON file_changes (file)",
    "CREATE INDEX IF NOT EXISTS file_changes_old_file ON file_changes (old_file) WHERE old_file IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS file_changes_commit ON file_changes (commit_seq)",
    // What cannot be seen, which is most often nothing.
    "CREATE INDEX IF NOT EXISTS commit_parents_missing ON commit_parents (commit_seq) WHERE missing IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS commits_unreadable ON commits (seq) WHERE is_unreadable",
    "CREATE INDEX IF NOT EXISTS changes_unreadable ON changes (new) WHERE part = 'unreadable'",
  ]

  package static let views: [String] = [
    """
    CREATE VIEW IF NOT EXISTS history AS
    SELECT lower(hex(c.id)) AS "commit", datetime(c.at, 'unixepoch') AS at, c.author, c.email, c.action,
      f.path, f.kind, f.record, o.path AS old_path, fc.change, ch.part, ch.field, ch.old, ch.new,
      c.subject, c.reason, c.position, c.seq, fc.id AS file_change
    FROM file_changes fc JOIN commits c ON c.seq = fc.commit_seq JOIN files f ON f.id = fc.file
      LEFT JOIN files o ON o.id = fc.old_file LEFT JOIN changes ch ON ch.file_change = fc.id
    """
  ]
}
