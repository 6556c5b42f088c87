#!/usr/bin/env bash
# Trains on another machine of a Slurm cluster: submits a trainer, shows its progress, and ends as
# it ended. In emend.yaml:
#
#     train:
#       trainer: command
#       command: >-
#         samples/trainers/sbatch.sh samples/trainers/ultralytics.sh {snapshot} {out} {parent}
#
# The trainer and its arguments are what follows; {snapshot} and {out} must lie where the nodes see
# them. Options for sbatch come from SBATCH_OPTIONS="--gres=gpu:1 --time=2:00:00", and from Slurm's
# own variables (SBATCH_PARTITION, ...). Ctrl-C cancels what was submitted.
set -euo pipefail

(($# >= 3)) || { sed -n '2,12s/^# \{0,1\}//p' "$0" >&2; exit 64; }
command -v sbatch >/dev/null || { echo "sbatch is not on the PATH; use a Slurm host" >&2; exit 1; }
trainer=$(realpath "$(command -v "$1")")
shift
out=$2
mkdir -p "$out"
log=$out/slurm.log
: >"$log"

# A name of its own, because sbatch --wait may keep its number to itself until the end.
name=emend-train-$$-$RANDOM
wrapped=$(printf '%q ' exec "$trainer" "$@")
# shellcheck disable=SC2086  # several options in one variable
sbatch --wait --job-name="$name" --output="$log" --open-mode=append ${SBATCH_OPTIONS-} \
  --wrap "$wrapped" >/dev/null &
waiting=$!
trap 'scancel --name="$name"; kill "$waiting" 2>/dev/null || true; exit 130' INT TERM

# Ends with sbatch, once it has shown what was still in the log.
tail -q -s 0.5 -n +1 -f --pid="$waiting" "$log" &
shown=$!
status=0
wait "$waiting" || status=$?
wait "$shown"
exit "$status"
