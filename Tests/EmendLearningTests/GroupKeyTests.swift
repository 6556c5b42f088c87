import EmendCore
import EmendLearning
import Testing

@Suite struct GroupKeyTests {
  @Test(arguments: [
    ("line4/cam2_000123.jpg", "line4/cam2_"), ("clip_000123.jpg", "clip_"),
    ("a/Frame0001.png", "a/Frame"), ("video7/000123.jpg", "video7/"),
    ("x/part7_0003.jpg", "x/part7_"), ("2026-11-03_000123.jpg", "2026-11-03_"),
    ("IMG_20261103_142205.jpg", "IMG_20261103_"), ("clip_000123_aug3.jpg", "clip_"),
    ("plate_00001.jpg", "plate_00001"), ("DSC00123.JPG", "DSC00123"),
    ("train2017/000000123456.jpg", "train2017/000000123456"),
    ("JPEGImages/2007_000123.jpg", "JPEGImages/2007_000123"), ("000123.jpg", "000123"),
    ("IMG_1234 (2).jpg", "IMG_1234"), ("IMG_1234(2).jpg", "IMG_1234"), ("a-copy.png", "a"),
    ("a - Copy (3).png", "a"), ("a copy 2.png", "a"), ("part7_aug3.jpg", "part7"),
    ("a_flip_rot90.jpg", "a"), ("a~2.jpg", "a"), ("b/a_jpg.rf.0a1b2c3d.jpg", "b/a"),
    ("copy.png", "copy"), ("copy3.png", "copy3"), ("hardcopy.png", "hardcopy"), ("(2).png", "(2)"),
    ("noending", "noending"), (".hidden", ".hidden"), ("", ""), ("a.b/c", "a.b/c"),
  ])
  func keepsWhatNamesTheScene(path: String, key: String) {
    #expect(String(decoding: GroupKey(ImagePath(path)).bytes, as: UTF8.self) == key)
  }

  @Test func readsBytesThatAreNoText() {
    let path = ImagePath(bytes: [0xff, 0x0a] + Array("_aug2.png".utf8))
    #expect(GroupKey(path).bytes == [0xff, 0x0a])
  }
}
