import DaichoModel

/// A line of an order as the index keeps it.
struct OrderLineRow: Sendable {
  let line: Int
  let order: String
  let orderLine: String?
  /// Of (order, line), or (order, sku) where no line is given.
  let key: Int64
  let customer: String
  let day: Int
  /// Minor units of the workspace's currency; `nil` without a rate.
  let amount: Int64?
  let currency: String?
  let quantity: Double?
  let sku: String?
  let status: String?
  let type: String?
  let channel: String?
  let coupon: String?
  let subscription: String?
  /// The other columns, a JSON object.
  let others: String?
  let counts: Bool
}

struct EventRow: Sendable {
  let line: Int
  let id: String?
  /// Milliseconds since 1970.
  let at: Int64
  let day: Int
  let kind: String
  let customer: String?
  let email: String?
  let visitor: String?
  let campaign: String?
  let url: String?
  let others: String?
  /// An unsubscribe, a hard bounce or a complaint: no more mail to this address.
  let blocks: Bool
}

struct SendRow: Sendable {
  let line: Int
  let at: Int64
  let day: Int
  let campaign: String
  let occurrence: String?
  let variant: String?
  let customer: String?
  let address: String?
  let state: String
  let messageID: String?
  let reason: String?
  let coupon: String?
  let commit: String?
}
