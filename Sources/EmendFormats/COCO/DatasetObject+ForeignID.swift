extension DatasetObject {
  /// The id that a COCO file gave the object, as it was spelt; nil for objects without one.
  public var foreignID: String? { COCORecord(extras: extras).value(of: "id")?.text }
}
