/// What is wrong with one piece of a file, for a caller who knows the place.
struct Fault: Error {
  var sentence: String
  init(_ sentence: String) { self.sentence = sentence }
}
