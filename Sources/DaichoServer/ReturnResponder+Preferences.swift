import DaichoMail
import DaichoModel
import DaichoWorkspace
import Hummingbird

/// The preference page, `/p/TOKEN`. Its token is the one of the unsubscribe link: whoever may end the mails may
/// choose among them.
extension ReturnResponder {
  func preferences(_ request: Request, _ text: Substring) async throws -> Response {
    guard let token = site.keys.token(text, for: .unsubscribe) else {
      return page(.notFound, Page.notFound(site))
    }
    let isChange = request.method == .post
    guard isChange || request.method == .get || request.method == .head else {
      return notAllowed("GET, HEAD, POST")
    }
    // The body first: it is refused before anything is looked at.
    let form = isChange ? try await Form(request) : nil
    if isChange, form == nil { return plain(.contentTooLarge) }
    guard var known = try await desk.preferences(of: token) else {
      // This clone's journal does not have the mail yet; ending it is possible all the same.
      return page(
        .ok, Page.unsubscribe(site, token: nil, address: nil, isDone: false, action: "../u/\(text)"))
    }
    if let form {
      for hit in hits(form, known, token) { _ = try await desk.take(hit) }
      known = try await desk.preferences(of: token) ?? known
    }
    return page(.ok, Page.preferences(site, known, isSaved: form != nil), for: request)
  }

  /// What differs between what is and what somebody wants.
  private func hits(_ form: Form, _ known: MailPreferences, _ token: MailToken) -> [ReturnDesk.Hit] {
    known.items.compactMap { item in
      let wants = form.chosen.contains(item.channel)
      guard item.isTheirs, form.shown.contains(item.channel), wants != item.isOn else { return nil }
      var hit: ReturnDesk.Hit
      if item.channel == "email" {
        hit = ReturnDesk.Hit(wants ? .resubscribe : .unsubscribe, token)
      } else {
        hit = ReturnDesk.Hit(.preference, token)
        hit.choice = ChannelChoice(item.channel, isGranted: wants)
      }
      hit.via = "preferences"
      return hit
    }
  }
}
