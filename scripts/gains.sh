#!/bin/sh
# Facts gained and lost over an archive between a revision and the working tree:
#   scripts/gains.sh PYTHON REVISION [PATH...]
# Both are read with the packages of PYTHON's environment. The folders of a tree are the subpackages
# of `solieu`, so a folder of links to them, put first on PYTHONPATH, is all that it takes to run it.
set -eu

python=$1 revision=$2
shift 2
root=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
git -C "$root" rev-parse --verify --quiet "$revision^{commit}" >/dev/null ||
    { echo "gains: there is no revision $revision" >&2; exit 2; }
if [ $# -eq 0 ]; then
    press=$root/../shared/archives/press.jsonl.gz
    [ -e "$press" ] && set -- "$press" || set -- "$root/corpus/sample"
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

facts_of() { # TREE NAME PATH...: reads the archive with the code of a tree
    tree=$1 name=$2
    shift 2
    mkdir -p "$scratch/$name/solieu"
    for package in "$tree"/*/__init__.py; do
        ln -s "$(dirname "$package")" "$scratch/$name/solieu/"
    done
    code='import solieu.corpus, sys; assert solieu.corpus.__file__.startswith(sys.argv.pop(1)), solieu.corpus.__file__
from solieu.pipeline.cli import main; main()'
    echo "gains: reading $* with $name" >&2
    PYTHONPATH=$scratch/$name "$python" -c "$code" "$scratch/$name" extract "$@" --format jsonl \
        >"$scratch/$name.jsonl" || [ $? -eq 1 ] # 1: some inputs were rejected, and named
}

mkdir "$scratch/tree"
git -C "$root" archive "$revision" | tar -x -C "$scratch/tree"
facts_of "$scratch/tree" before "$@"
facts_of "$root" after "$@"
PYTHONPATH=$scratch/after "$python" -m solieu.evaluation.gains "$scratch/before.jsonl" "$scratch/after.jsonl" "$@"
