import EmendCore
import EmendFormats
import EmendInference

extension OpenProject {
  /// What models that take texts are asked for: each label by the phrases of emend.yaml, or its
  /// name; retired ones are not asked for.
  var prompts: LabelPrompts {
    LabelPrompts(
      labels.filter { !$0.isRetired }.map { label in
        LabelPrompts.Entry(label: label.name, phrases: settings.prompts[label.name] ?? [])
      }, templates: settings.predict.templates.compactMap(PromptTemplate.init))
  }
}
