"""What a team's ML backend for Label Studio looks like; the trial's server answers by it.

    PYTHON label_studio_model.py PORT

PYTHON has the package label-studio-ml: release 1.0.9 (with rq and redis), or the repository's head
with label-studio-sdk.
"""

import sys

from label_studio_ml.api import init_app
from label_studio_ml.model import LabelStudioMLBase
from PIL import Image


class Model(LabelStudioMLBase):
    def predict(self, tasks, **_):
        return [self.predict_one(task) for task in tasks]

    def predict_one(self, task):
        with Image.open(self.path(task)) as image:
            width, height = image.size
        common = {
            "to_name": "image", "original_width": width, "original_height": height,
            "image_rotation": 0}
        return {
            "score": 0.25, "result": [
                {**common, "from_name": "label", "type": "rectanglelabels", "score": 0.5, "value": {
                    "x": 10, "y": 20, "width": 30, "height": 40, "rotation": 0,
                    "rectanglelabels": ["dent"]}},
                {**common, "from_name": "polygon", "type": "polygonlabels", "value": {
                    "points": [[0, 0], [50, 0], [50, 50]], "polygonlabels": ["scratch"]}},
                {**common, "from_name": "point", "type": "keypointlabels", "value": {
                    "x": 1, "y": 1, "width": 1, "keypointlabels": ["dent"]}}]}

    def path(self, task):
        if hasattr(self, "get_local_path"):
            return self.get_local_path(task["data"]["image"])
        from label_studio_ml.utils import get_image_local_path
        return get_image_local_path(task["data"]["image"])


if __name__ == "__main__":
    init_app(model_class=Model).run(host="127.0.0.1", port=int(sys.argv[1]))
