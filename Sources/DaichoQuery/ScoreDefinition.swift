import DaichoModel

/// The rules of a score as its file states them, and where they stand.
package struct ScoreDefinition: Sendable, Hashable {
  package var id: String
  /// The kind whose records have it: `customers`.
  package var entity: String
  /// `customers where lifecycle = lead`; `nil`: every record of the kind.
  package var of: Text?
  package var rules: [Rule]
  /// Why it cannot be computed, whatever its filters say.
  package var fault: Fault?

  /// A filter, or the target of one, and its place.
  package struct Text: Sendable, Hashable {
    package var text: String
    package var placement: FilterPlacement

    package init(_ text: String, at placement: FilterPlacement) {
      self.text = text
      self.placement = placement
    }
  }

  package struct Rule: Sendable, Hashable {
    package enum Form: String, Sendable, Hashable {
      /// Points once, where a condition holds.
      case when
      /// Points for each item of a collection.
      case each
    }

    package var form: Form
    package var text: Text
    package var points: Double
    /// The most that the items may come to together; of negative points the least.
    package var max: Double?
    /// In days, more than 0: an item so old counts half.
    package var halfLife: Double?

    package init(
      _ form: Form, _ text: Text, points: Double, max: Double? = nil, halfLife: Double? = nil
    ) {
      self.form = form
      self.text = text
      self.points = points
      self.max = max
      self.halfLife = halfLife
    }
  }

  package struct Fault: Sendable, Hashable {
    package var message: Wording
    package var location: SourceLocation

    package init(_ message: Wording, at location: SourceLocation) {
      self.message = message
      self.location = location
    }
  }

  package init(id: String, entity: String, of: Text? = nil, rules: [Rule], fault: Fault? = nil) {
    self.id = id
    self.entity = entity
    self.of = of
    self.rules = rules
    self.fault = fault
  }
}
