/// Everything a key can be bound to.
///
/// The keymap, the help screen, `emend keys` and Commands.md are made from this table, so a
/// command cannot exist without a name and a sentence.
public enum Command: String, CaseIterable, Hashable, Sendable {
  // Deciding.
  case acceptObject = "accept-object"
  case rejectObject = "reject-object"
  case acceptImage = "accept-image"
  case rejectAll = "reject-all"
  case skipImage = "skip-image"
  case giveLabel1 = "label-1"
  case giveLabel2 = "label-2"
  case giveLabel3 = "label-3"
  case giveLabel4 = "label-4"
  case giveLabel5 = "label-5"
  case giveLabel6 = "label-6"
  case giveLabel7 = "label-7"
  case giveLabel8 = "label-8"
  case giveLabel9 = "label-9"
  case pickLabel = "pick-label"
  case labelImage = "label-image"
  case transcribe
  case undo
  case redo
  case editBox = "edit-box"
  case newBox = "new-box"
  case maskObject = "mask-object"
  case newMask = "new-mask"
  case probe
  case flag
  case comment
  // Going somewhere.
  case nextObject = "next-object"
  case previousObject = "previous-object"
  case nextImage = "next-image"
  case previousImage = "previous-image"
  case nextUnreviewed = "next-unreviewed"
  case previousUnreviewed = "previous-unreviewed"
  case nextDisagreement = "next-disagreement"
  case previousDisagreement = "previous-disagreement"
  case nextFlagged = "next-flagged"
  case previousFlagged = "previous-flagged"
  // Looking.
  case zoomIn = "zoom-in"
  case zoomOut = "zoom-out"
  case zoomFit = "zoom-fit"
  case zoomActual = "zoom-actual"
  case zoomObject = "zoom-object"
  case panLeft = "pan-left"
  case panDown = "pan-down"
  case panUp = "pan-up"
  case panRight = "pan-right"
  case brighter
  case darker
  case contrastUp = "contrast-up"
  case contrastDown = "contrast-down"
  case gammaUp = "gamma-up"
  case gammaDown = "gamma-down"
  case toneReset = "tone-reset"
  case toggleOverlay = "toggle-overlay"
  case nextTags = "next-tags"
  case nextMasks = "next-masks"
  case thresholdDown = "threshold-down"
  case thresholdUp = "threshold-up"
  case filter
  // Moving an edge or a corner.
  case nudgeLeft = "nudge-left"
  case nudgeDown = "nudge-down"
  case nudgeUp = "nudge-up"
  case nudgeRight = "nudge-right"
  case nudgeLeftFar = "nudge-left-far"
  case nudgeDownFar = "nudge-down-far"
  case nudgeUpFar = "nudge-up-far"
  case nudgeRightFar = "nudge-right-far"
  case nudgeLeftFine = "nudge-left-fine"
  case nudgeDownFine = "nudge-down-fine"
  case nudgeUpFine = "nudge-up-fine"
  case nudgeRightFine = "nudge-right-fine"
  case nextEdge = "next-edge"
  case previousEdge = "previous-edge"
  case edgeLeft = "edge-left"
  case edgeTop = "edge-top"
  case edgeRight = "edge-right"
  case edgeBottom = "edge-bottom"
  case nextVisibility = "next-visibility"
  case grow
  case shrink
  case commit
  case cancel
  // Finding a mask.
  case pointOn = "point-on"
  case pointOff = "point-off"
  case takeBackPoint = "take-back-point"
  case toggleBox = "toggle-box"
  case nextCandidate = "next-candidate"
  case previousCandidate = "previous-candidate"
  case answerYes = "answer-yes"
  case answerNo = "answer-no"
  // The rest.
  case commandLine = "command-line"
  case help
  case redraw
  case suspend
  case quit

  /// One sentence for the help screen, in the imperative, without a full stop.
  public var summary: String {
    switch self {
    case .acceptObject: "Accept the selected object and go to the next"
    case .rejectObject: "Reject the selected object, or remove one that was drawn"
    case .acceptImage: "Accept every object shown and open the next image"
    case .rejectAll: "Reject every open object shown"
    case .skipImage: "Skip the image and open the next"
    case .giveLabel1: "Give the selected object the first label"
    case .giveLabel2: "Give the selected object the second label"
    case .giveLabel3: "Give the selected object the third label"
    case .giveLabel4: "Give the selected object the fourth label"
    case .giveLabel5: "Give the selected object the fifth label"
    case .giveLabel6: "Give the selected object the sixth label"
    case .giveLabel7: "Give the selected object the seventh label"
    case .giveLabel8: "Give the selected object the eighth label"
    case .giveLabel9: "Give the selected object the ninth label"
    case .pickLabel: "Choose a label from the list by typing"
    case .labelImage: "Choose the label of the image as a whole"
    case .transcribe: "Write what the selected object says, and accept it"
    case .undo: "Take back the last decision"
    case .redo: "Bring back what was taken back"
    case .editBox: "Move the selected box or its edges"
    case .newBox: "Draw a box"
    case .maskObject: "Have a model find the mask of the selected object"
    case .newMask: "Have a model find the mask of a new object, from points"
    case .probe: "Answer yes or no to dots that the masks differ about"
    case .flag: "Flag the image, or take the flag off"
    case .comment: "Write a comment on the image"
    case .nextObject: "Select the next object"
    case .previousObject: "Select the previous object"
    case .nextImage: "Open the next image of the queue"
    case .previousImage: "Open the previous image of the queue"
    case .nextUnreviewed: "Open the next image that is not reviewed"
    case .previousUnreviewed: "Open the previous image that is not reviewed"
    case .nextDisagreement: "Open the next image where reviewer and model differ"
    case .previousDisagreement: "Open the previous image where reviewer and model differ"
    case .nextFlagged: "Open the next flagged image"
    case .previousFlagged: "Open the previous flagged image"
    case .zoomIn: "Show the image larger, around the cursor or the selected object"
    case .zoomOut: "Show the image smaller"
    case .zoomFit: "Show the whole image"
    case .zoomActual: "Show the image pixel for pixel, around the selected object"
    case .zoomObject: "Show the selected object large"
    case .panLeft: "Move the view left, by a quarter of it"
    case .panDown: "Move the view down, by a quarter of it"
    case .panUp: "Move the view up, by a quarter of it"
    case .panRight: "Move the view right, by a quarter of it"
    case .brighter: "Show images brighter"
    case .darker: "Show images darker"
    case .contrastUp: "Show images with more contrast"
    case .contrastDown: "Show images with less contrast"
    case .gammaUp: "Bring out the dark parts of images"
    case .gammaDown: "Bring out the bright parts of images"
    case .toneReset: "Show images with their own brightness, contrast and gamma"
    case .toggleOverlay: "Hide or show what is drawn over the image"
    case .nextTags: "Write names at all objects, at the selected one, at none"
    case .nextMasks: "Show masks hatched, tinted, as outlines"
    case .thresholdDown: "Show objects of lower scores too"
    case .thresholdUp: "Hide objects of low scores"
    case .filter: "Show only some labels or states"
    case .nudgeLeft: "Move left: 1 px in a box, one cell when drawing"
    case .nudgeDown: "Move down: 1 px in a box, one cell when drawing"
    case .nudgeUp: "Move up: 1 px in a box, one cell when drawing"
    case .nudgeRight: "Move right: 1 px in a box, one cell when drawing"
    case .nudgeLeftFar: "Move left: 10 px in a box, five cells when drawing"
    case .nudgeDownFar: "Move down: 10 px in a box, five cells when drawing"
    case .nudgeUpFar: "Move up: 10 px in a box, five cells when drawing"
    case .nudgeRightFar: "Move right: 10 px in a box, five cells when drawing"
    case .nudgeLeftFine: "Move left: 0.1 px in a box, 1 px when drawing"
    case .nudgeDownFine: "Move down: 0.1 px in a box, 1 px when drawing"
    case .nudgeUpFine: "Move up: 0.1 px in a box, 1 px when drawing"
    case .nudgeRightFine: "Move right: 0.1 px in a box, 1 px when drawing"
    case .nextEdge: "Choose the next edge: left, top, right, bottom, all, then each keypoint"
    case .previousEdge: "Choose the previous edge or keypoint"
    case .edgeLeft: "Move the left edge"
    case .edgeTop: "Move the top edge"
    case .edgeRight: "Move the right edge"
    case .edgeBottom: "Move the bottom edge"
    case .nextVisibility: "Make the chosen keypoint hidden, not there, visible again"
    case .grow: "Make the box 1 px larger on every side"
    case .shrink: "Make the box 1 px smaller on every side"
    case .commit: "Keep the box or the mask, or set a box's first corner"
    case .cancel: "Leave without a change"
    case .pointOn: "Say that the object is under the cursor"
    case .pointOff: "Say that the object is not under the cursor"
    case .takeBackPoint: "Take back the last point"
    case .toggleBox: "Show the model the object's box, or no longer"
    case .nextCandidate: "Show the model's next mask"
    case .previousCandidate: "Show the model's previous mask"
    case .answerYes: "The dot is on the object"
    case .answerNo: "The dot is not on the object"
    case .commandLine: "Type a command by its name"
    case .help: "List the keys that work here"
    case .redraw: "Draw the screen again"
    case .suspend: "Go to the shell; `fg` comes back"
    case .quit: "Leave; everything is saved already"
    }
  }

  /// The place in the label list that the command gives, from 0; nil for other commands.
  var labelIndex: Int? {
    guard rawValue.hasPrefix("label-"), let digit = rawValue.last?.wholeNumberValue else {
      return nil
    }
    return digit - 1
  }
}
