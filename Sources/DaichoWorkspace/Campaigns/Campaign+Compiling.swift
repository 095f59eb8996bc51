import DaichoModel
import DaichoRender

extension Campaign {
  /// - Parameter schema: the names that mails may use in the workspace.
  func compiler(_ schema: ContextSchema) -> MailCompiler {
    var schema = schema
    for variant in variants { schema.allow("variant.\(variant.name)", .flag) }
    return MailCompiler(layouts: layouts, schema: schema)
  }

  /// Every form in which it is mailed, with every problem of all of them.
  func compiled(_ schema: ContextSchema) throws(RenderFailure) -> CompiledCampaign {
    let compiler = compiler(schema)
    var result = CompiledCampaign()
    var problems: [Diagnostic] = []
    for (name, source) in sources {
      do throws(RenderFailure) {
        let form = try compiler.compile(source, links: result.links)
        result.forms[name] = form
        result.links = form.links
        result.mentions.formUnion(form.mentions)
        result.warnings += form.warnings.filter { !result.warnings.contains($0) }
      } catch {
        problems += error.diagnostics.filter { !problems.contains($0) }
      }
    }
    guard problems.isEmpty else { throw RenderFailure(problems) }
    return result
  }

  /// By the variant's name; that of a campaign without any by the empty one.
  private var sources: [(String, MailSource)] {
    guard !variants.isEmpty else { return [("", source)] }
    return variants.map { variant in
      var source = source
      source.subject = variant.subject ?? source.subject
      source.preheader = variant.preheader ?? source.preheader
      return (variant.name, source)
    }
  }
}
