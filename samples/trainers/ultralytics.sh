#!/usr/bin/env bash
# Trains with an Ultralytics that you installed yourself (it is AGPL-3.0, and no part of emend).
# In emend.yaml:
#
#     train:
#       trainer: command
#       command: "samples/trainers/ultralytics.sh {snapshot} {out} {parent}"
#
# Reads SNAPSHOT/data.yaml; writes OUT/model.onnx, and OUT/checkpoint.pt to go on from. PARENT is
# the checkpoint of the model that this one follows; where there is none, WEIGHTS is the start
# (yolo11n.pt, which Ultralytics downloads; yolo11n.yaml starts from nothing). EPOCHS and SIDE are
# read from the environment too, and ARGUMENTS is passed on: ARGUMENTS="device=0 batch=32".
set -euo pipefail

(($# >= 2)) || { sed -n '2,12s/^# \{0,1\}//p' "$0" >&2; exit 64; }
snapshot=$1 out=$2 parent=${3-}
epochs=${EPOCHS:-50} side=${SIDE:-640} weights=${WEIGHTS:-yolo11n.pt}
[ -n "$parent" ] && [ -e "$parent" ] && weights=$parent
command -v yolo >/dev/null || {
  echo "yolo is not on the PATH; activate the environment that Ultralytics is installed in" >&2
  exit 1
}

# Its progress bars overwrite one line: each "  7/50  1.2G  1.23 ..." becomes a line of JSON, and
# the rest goes to the log.
progress() {
  tr '\r' '\n' | sed -u 's/\x1b\[[0-9;]*[A-Za-z]//g' | awk -v epochs="$epochs" '
    $1 ~ /^[0-9]+\/[0-9]+$/ {
      split($1, at, "/")
      if (at[2] == epochs && at[1] != told) {
        told = at[1]
        printf "{\"progress\": %.4f, \"epoch\": %d, ", (at[1] - 1) / at[2], at[1]
        printf "\"loss\": %s}\n", $3 + $4 + $5
        fflush()
      }
      next
    }
    NF { print > "/dev/stderr" }'
}

mkdir -p "$out"
yolo detect train data="$snapshot/data.yaml" model="$weights" epochs="$epochs" imgsz="$side" \
  project="$(realpath "$out")" name=run exist_ok=True plots=False ${ARGUMENTS-} 2>&1 | progress
cp "$out/run/weights/best.pt" "$out/checkpoint.pt"
yolo export model="$out/checkpoint.pt" format=onnx imgsz="$side" 2>&1 | progress
mv "$out/checkpoint.onnx" "$out/model.onnx"
echo '{"done": true}'
