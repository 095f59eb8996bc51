import DaichoModel

/// Numbers as a picture, in whatever draws it: characters on a terminal (`ChartText`), SVG on a page
/// (`ChartFigure`).
package struct Chart: Sendable, Hashable {
  package enum Shape: Sendable, Hashable {
    /// A horizontal bar for each label.
    case bars
    /// Upright columns along time; those of several series stand on one another.
    case columns
    case line
    /// A row of cells for each series, a column for each label: the greater, the darker.
    case heatMap
    /// Horizontal bars, each a part of the one before.
    case funnel
  }

  package struct Series: Sendable, Hashable {
    package var name: Wording
    /// One for each label, in major units; null is what was not measured or cannot be.
    package var values: [JSONValue]

    package init(_ name: Wording, _ values: [JSONValue]) {
      self.name = name
      self.values = values
    }
  }

  package var title: Wording
  package var shape: Shape
  package var labels: [Wording]
  package var series: [Series]
  package var format: OutputColumn.Format
  /// What the rows and the columns of a heat map are.
  package var axes: Axes?

  package struct Axes: Sendable, Hashable {
    package var rows: Wording
    package var columns: Wording

    package init(rows: Wording, columns: Wording) {
      self.rows = rows
      self.columns = columns
    }
  }

  package init(
    _ title: Wording, _ shape: Shape, labels: [Wording], series: [Series],
    format: OutputColumn.Format = .number(fractionDigits: 2), axes: Axes? = nil
  ) {
    self.title = title
    self.shape = shape
    self.labels = labels
    self.series = series
    self.format = format
    self.axes = axes
  }

  /// Of one column of a table, by another: `labels` are the cells of the column `label`.
  package init(
    _ title: Wording, _ shape: Shape, of table: OutputTable, label: String, values keys: [String]
  ) {
    func column(_ key: String) -> Int? { table.columns.firstIndex { $0.key == key } }
    let labelled = column(label)
    self.init(
      title, shape,
      labels: table.rows.map { row in
        let cell = labelled.map { row.cell($0) } ?? .string(row.id)
        return table.columns[labelled ?? 0].wording(of: cell)
      },
      series: keys.compactMap { key in
        column(key).map { index in
          Series(table.columns[index].heading, table.rows.map { $0.cell(index) })
        }
      }, format: keys.first.flatMap(column).map { table.columns[$0].format } ?? .number(fractionDigits: 2))
  }

  /// The length of a value in a picture; `nil` for what is not there or too large for any picture.
  static func length(_ value: JSONValue) -> Double? {
    guard case .number(let digits) = value, let number = Double(digits), number.isFinite,
      number.magnitude < 1e300
    else { return nil }
    return number
  }

  var isEmpty: Bool {
    labels.isEmpty || !series.contains { $0.values.contains { Chart.length($0) != nil } }
  }

  /// For those who cannot see the picture: its greatest and its least value.
  func description(_ language: Language) -> String {
    var values: [(name: String, value: JSONValue, length: Double)] = []
    for line in series {
      for (label, value) in zip(labels, line.values) {
        guard let length = Chart.length(value) else { continue }
        let name = series.count > 1 ? "\(line.name(language)), \(label(language))" : label(language)
        values.append((CellText.line(name), value, length))
      }
    }
    let writer = CellText(language: language)
    guard let least = values.min(by: { $0.length < $1.length }),
      let most = values.max(by: { $0.length < $1.length })
    else { return Wording.noData(language) }
    return Wording.chartDescription(
      values.count, most: (most.name, writer.text(most.value, format: format)),
      least: (least.name, writer.text(least.value, format: format)))(language)
  }
}

extension Wording {
  /// What reads the same in every language: a name, a number.
  package init(same text: String) { self.init(en: text, ja: text) }
}
