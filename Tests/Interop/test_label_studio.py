#!/usr/bin/env python3
"""A server of Label Studio's protocol answers images, a failing one gets a sentence.

EMEND_BIN                  the program (required)
EMEND_LABEL_STUDIO_PYTHON  a Python that has label-studio-ml: tries the real server too

The other server here is one of a few lines; what it answers is what the real one did on 2026-11-21
(label-studio-ml 1.0.9, and the repository's d02cedf with label-studio-sdk 2.1.2).
"""

import base64
import http.server
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import threading
import time
import unittest
import urllib.request
from pathlib import Path

from exchange import EMEND, ExchangeCase

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


class Server(http.server.ThreadingHTTPServer):
    """Answers every request by `act(path, body)`: a status and an object, or bytes."""

    daemon_threads = True

    def __init__(self, act):
        super().__init__(("127.0.0.1", 0), Handler)
        self.act = act
        self.seen = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(None)

    def do_POST(self):
        self.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def answer(self, body):
        self.server.seen.append((self.path, body, self.headers.get("Authorization")))
        status, value = self.server.act(self.path, body)
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        try:
            self.wfile.write(data)
        except BrokenPipeError:
            pass

    def log_message(self, *_):
        pass


def region(label="dent", **more):
    return {
        "type": "rectanglelabels", "from_name": "label", "to_name": "image", "score": 0.5,
        "value": {"x": 10, "y": 20, "width": 30, "height": 40, "rectanglelabels": [label]}, **more}


def good(path, body):
    if path == "/health":
        return 200, {"status": "UP", "model_class": "Model"}
    if path == "/setup":
        return 200, {"model_version": "0.0.1"}
    return 200, {"results": [{"result": [region()], "score": 0.4} for _ in body["tasks"]]}


class LabelStudioCase(ExchangeCase):
    def setUp(self):
        super().setUp()
        self.project = self.make_project("p")
        self.draw_pictures(self.folder / "pictures", [(20 + 10 * n, 40) for n in range(5)])
        self.emend(self.project, "add", self.folder / "pictures")

    def serve(self, act=good, *lines):
        server = Server(act)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        card = self.folder / "ls.yaml"
        card.write_text("\n".join([f"url: {server.url}", *lines]))
        self.emend(self.project, "model", "add", card)
        return server

    def predict(self, code=0, **more):
        done = subprocess.run(
            [EMEND, "predict", "--project", self.project], capture_output=True, text=True,
            env={**os.environ, **more})
        said = done.stdout + done.stderr
        self.assertEqual(done.returncode, code, said)
        self.assertIsNone(CONTROL.search(said), said)
        return said

    def rows(self, query):
        with sqlite3.connect(self.project / "project.sqlite") as database:
            return database.execute(query).fetchall()


class AnswerTests(LabelStudioCase):
    def test_batches_of_tasks_become_objects(self):
        server = self.serve(good, "batch: 2")
        self.assertIn("5 images predicted by ls, 5 objects", self.predict())
        paths = [path for path, _, _ in server.seen]
        self.assertEqual(paths, ["/health", "/setup"] + ["/predict"] * 3)
        self.assertIn('<Label value="missing screw"/>', server.seen[1][1]["schema"])
        tasks = [task for _, body, _ in server.seen[2:] for task in body["tasks"]]
        for task in tasks:
            start, path = task["data"]["image"].split("?d=")
            self.assertEqual(start, "/data/local-files/")
            self.assertTrue(os.path.isfile("/" + path))
        for x, y, width, height, image, score in self.rows(
                "SELECT x, y, o.width, o.height, i.width, score FROM predicted_object o "
                "JOIN prediction p ON p.id = prediction JOIN image i ON i.id = image"):
            self.assertEqual((y, height, score), (8, 16, 0.5))
            self.assertAlmostEqual(x, image * 0.1)
            self.assertAlmostEqual(width, image * 0.3)
        self.assertIn(";server=0.0.1", self.rows("SELECT settings FROM prediction")[0][0])
        self.assertIn("0 images predicted", self.predict())

    def test_bytes_and_a_login_reach_the_server(self):
        server = self.serve(good, "send: bytes")
        self.predict(EMEND_LABEL_STUDIO_LOGIN="me:secret")
        image = server.seen[2][1]["tasks"][0]["data"]["image"]
        start, text = image.split(",")
        self.assertEqual(start, "data:image/png;base64")
        files = {path.read_bytes() for path in (self.folder / "pictures").iterdir()}
        self.assertIn(base64.b64decode(text), files)
        for _, _, login in server.seen:
            self.assertEqual(login, "Basic " + base64.b64encode(b"me:secret").decode())

    def test_what_has_no_shape_is_counted(self):
        self.serve(lambda path, body: (200, {"results": [
            {"result": [region(), region("odd"), region(type="keypointlabels")]}
            for _ in body["tasks"]]}) if path == "/predict" else good(path, body))
        said = self.predict()
        self.assertIn("5 images predicted by ls, 5 objects", said)
        self.assertIn("ls: left out what emend has no shape for: keypointlabels, 5 times", said)
        self.assertIn("objects of 1 label that its card does not name were left out: odd", said)


class FailureTests(LabelStudioCase):
    def test_a_server_that_comes_back_is_asked_again(self):
        failures = iter([503, 500])

        def act(path, body):
            status = next(failures, 200) if path == "/predict" else 200
            return (status, {}) if status != 200 else good(path, body)
        self.serve(act)
        self.assertIn("5 images predicted by ls", self.predict())

    def test_one_image_that_it_cannot_do_does_not_hold_the_others(self):
        def act(path, body):
            if path == "/predict" and any("2.png" in str(task["data"]) for task in body["tasks"]):
                return 500, {"detail": "no \x1b[2J memory"}
            return good(path, body)
        self.serve(act, "retries: 0")
        said = self.predict()
        self.assertIn("4 images predicted by ls", said)
        self.assertRegex(said, r"picture 2.png: ls: http://[\d.:]+/predict answered 500: .*memory")

    def test_each_bad_server_gets_a_sentence(self):
        for act, lines, sentence in (
                (lambda *_: (404, {}), [], "/health answered 404; is it a server of Label Studio"),
                (lambda *_: (401, {}), [], "answered 401; set EMEND_LABEL_STUDIO_LOGIN=NAME"),
                (self.failing(200, b"<html>"), [], "ls:1:1: a value was expected"),
                (self.failing(200, {"results": []}), [], "results: are 0 for 1 images"),
                (self.failing(500, {}), [], "it failed on 5 images in a row"),
                (self.failing(500, "Can't resolve url: /data/local-files/?d=a.png"), [],
                 "LABEL_STUDIO_LOCAL_FILES_DOCUMENT_ROOT=FOLDER"),
                (self.failing(200, {"results": [{"result": [{"type": "rectanglelabels"}]}]}),
                 ["batch: 1"], "results[0].result[0]: has no value"),
                (self.late, ["timeout: 0.1"], "gave no answer within 0.1 s")):
            with self.subTest(sentence):
                project = self.project
                try:
                    self.project = self.make_project(f"q{hash(sentence)}")
                    self.emend(self.project, "add", self.folder / "pictures")
                    self.serve(act, "retries: 0", *lines)
                    self.assertIn(sentence, self.predict(code=1))
                finally:
                    self.project = project

    @staticmethod
    def late(path, body):
        if path == "/predict":
            time.sleep(1)
        return good(path, body)

    @staticmethod
    def failing(status, value):
        return lambda path, body: (status, value) if path == "/predict" else good(path, body)

    def test_a_server_that_is_not_there_ends_the_run(self):
        server = self.serve(good, "retries: 1")
        server.shutdown()
        server.server_close()
        self.assertIn("cannot be reached", self.predict(code=1))

    def test_ctrl_c_does_not_wait_for_the_server(self):
        begun = threading.Event()

        def act(path, body):
            if path == "/predict":
                begun.set()
                time.sleep(30)
            return good(path, body)
        self.serve(act)
        with subprocess.Popen(
                [EMEND, "predict", "--project", self.project], text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as run:
            self.assertTrue(begun.wait(20))
            run.send_signal(signal.SIGINT)
            said, _ = run.communicate(timeout=10)
        self.assertEqual(run.returncode, 1, said)
        self.assertIn("0 images predicted by ls", said)

    def test_an_address_needs_to_say_what_it_speaks(self):
        self.assertIn("say what it speaks by --backend label-studio", self.emend(
            self.project, "model", "add", "http://localhost:1", code=1))
        self.assertIn("label-studio: label-studio detect, http://localhost:1", self.emend(
            self.project, "model", "add", "http://localhost:1", "--backend", "label-studio"))


@unittest.skipUnless(os.environ.get("EMEND_LABEL_STUDIO_PYTHON"), "needs label-studio-ml")
class RealServerTests(LabelStudioCase):
    def test_the_real_server_answers_as_the_other_one_here(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        root = self.folder.resolve()
        script = Path(__file__).with_name("label_studio_model.py")
        with subprocess.Popen(
                [os.environ["EMEND_LABEL_STUDIO_PYTHON"], script, str(port)], cwd=root,
                env={**os.environ, "LABEL_STUDIO_LOCAL_FILES_DOCUMENT_ROOT": str(root)},
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
            try:
                self.wait(f"http://127.0.0.1:{port}/health")
                card = self.folder / "ls.yaml"
                card.write_text(f"url: http://127.0.0.1:{port}\nroot: {root}\npurpose: segment\n")
                self.emend(self.project, "model", "add", card)
                said = self.predict()
            finally:
                server.terminate()
        self.assertIn("5 images predicted by ls, 10 objects", said)
        self.assertIn("keypointlabels, 5 times", said)
        for kind, label, score, x, width, image in self.rows(
                "SELECT kind, label, score, x, o.width, i.width FROM predicted_object o "
                "JOIN prediction p ON p.id = prediction JOIN image i ON i.id = image"):
            place, share = (0.1, 0.3) if kind == "box" else (0, 0.5)
            self.assertEqual((label, score), (1, 0.5) if kind == "box" else (0, 0.25))
            self.assertAlmostEqual(x, image * place)
            self.assertAlmostEqual(width, image * share)

    def wait(self, url):
        for _ in range(300):
            try:
                urllib.request.urlopen(url, timeout=1).read()
                return
            except OSError:
                time.sleep(0.1)
        self.fail("the server did not start")


if __name__ == "__main__":
    unittest.main()
