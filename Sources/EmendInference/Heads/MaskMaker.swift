import EmendCore

/// Makes masks in image pixels from a model's mask prototypes.
///
/// As Ultralytics' `process_mask_native` (8.4), which `predict(retina_masks=True)` uses: the
/// weighed sum of the prototypes is resized to the image without the letterbox's grey, what is
/// above 0 is set, and what lies outside the object's box is cleared. The other way, masks of
/// the size of the model's input, has edges that are as coarse as the input.
///
/// Only the part inside the box is ever computed. Made and used by one worker.
final class MaskMaker {
  private var sums = Scratch<Float>()
  private var enlarged = Scratch<Float>()
  private var columns = Scratch<Float>()

  /// - Parameters:
  ///   - prototypes: `[masks, height, width]`, a quarter of the model's input a side.
  ///   - coefficients: one for each prototype.
  ///   - box: in pixels of the image, clipped to it.
  ///   - placement: how the image lies in the input.
  /// - Returns: nil where no pixel is set; Ultralytics drops such an object.
  /// - Complexity: O(pixels in the box + masks × prototype values in the box)
  func mask(
    _ prototypes: FloatTensor, _ coefficients: [Float], box: Corners, _ placement: Placement
  ) -> Mask? {
    let size = placement.imageSize
    let area = PixelArea(box, in: size)
    guard !area.columns.isEmpty, !area.rows.isEmpty else { return nil }
    let plan = MaskPlan(prototypes.shape, placement, area)
    let sum = weighedSum(prototypes, coefficients, plan.source)
    let map = enlarge(sum, plan)
    let strips = stretch(map, plan)
    return runs(strips, plan, area, size)
  }

  private func weighedSum(
    _ prototypes: FloatTensor, _ coefficients: [Float], _ source: PixelArea
  ) -> UnsafeMutableBufferPointer<Float> {
    let (height, width) = (prototypes.shape[1], prototypes.shape[2])
    let sum = sums.buffer(source.rows.count * source.columns.count)
    sum.update(repeating: 0)
    for (index, coefficient) in coefficients.enumerated() {
      for (line, y) in source.rows.enumerated() {
        let start = (index * height + y) * width + source.columns.lowerBound
        let row = UnsafeBufferPointer(
          rebasing: prototypes.values[start..<start + source.columns.count])
        let out = line * source.columns.count
        for x in 0..<row.count { sum[out + x] += coefficient * row[x] }
      }
    }
    return sum
  }

  /// The sum at the resolution at which the letterbox's grey ends between two values.
  private func enlarge(
    _ sum: UnsafeMutableBufferPointer<Float>, _ plan: MaskPlan
  ) -> UnsafeMutableBufferPointer<Float> {
    guard plan.factor > 1 else { return sum }
    let (width, sourceWidth) = (plan.map.columns.count, plan.source.columns.count)
    let out = enlarged.buffer(plan.map.rows.count * width)
    for (line, row) in plan.enlargingRows.taps.enumerated() {
      let (upper, lower) = (Int(row.low) * sourceWidth, Int(row.high) * sourceWidth)
      for (x, tap) in plan.enlargingColumns.taps.enumerated() {
        let (low, high) = (Int(tap.low), Int(tap.high))
        let above = sum[upper + low] * (1 - tap.weight) + sum[upper + high] * tap.weight
        let below = sum[lower + low] * (1 - tap.weight) + sum[lower + high] * tap.weight
        out[line * width + x] = above * (1 - row.weight) + below * row.weight
      }
    }
    return out
  }

  /// The map at the image's width, column by column, because a mask's runs go down its columns.
  private func stretch(
    _ map: UnsafeMutableBufferPointer<Float>, _ plan: MaskPlan
  ) -> UnsafeMutableBufferPointer<Float> {
    let (width, height) = (plan.map.columns.count, plan.map.rows.count)
    let out = columns.buffer(plan.imageColumns.taps.count * height)
    for (x, tap) in plan.imageColumns.taps.enumerated() {
      let (low, high) = (Int(tap.low), Int(tap.high))
      for y in 0..<height {
        let row = y * width
        out[x * height + y] = map[row + low] * (1 - tap.weight) + map[row + high] * tap.weight
      }
    }
    return out
  }

  private func runs(
    _ strips: UnsafeMutableBufferPointer<Float>, _ plan: MaskPlan, _ area: PixelArea,
    _ size: ImageSize
  ) -> Mask? {
    var runs = RunList()
    let height = plan.map.rows.count
    runs.add(area.columns.lowerBound * size.height, isSet: false)
    for x in 0..<area.columns.count {
      let strip = x * height
      runs.add(area.rows.lowerBound, isSet: false)
      for tap in plan.imageRows.taps {
        let (above, below) = (strips[strip + Int(tap.low)], strips[strip + Int(tap.high)])
        runs.add(1, isSet: above * (1 - tap.weight) + below * tap.weight > 0)
      }
      runs.add(size.height - area.rows.upperBound, isSet: false)
    }
    runs.add((size.width - area.columns.upperBound) * size.height, isSet: false)
    return runs.hasSet ? Mask(size: size, runs: runs.finished) : nil
  }
}
