/// A token that is found in the text itself, before the model sees it (`added_tokens`).
struct AddedToken: Sendable {
  var number: Int
  var content: [Unicode.Scalar]
  /// Whether it counts only where no letter or digit touches it.
  var isWholeWord = false
  /// Whether it takes the white space before it along.
  var stripsLeft = false
  /// Whether it takes the white space after it along.
  var stripsRight = false
  /// Whether it is looked for in the normalized text, in its own normalized form.
  var isNormalized = false
  /// Whether it is left out of a text that tokens are turned back into.
  var isSpecial = false
}
