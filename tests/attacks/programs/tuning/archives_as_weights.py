"""The weights are a tar with paths out of its folder; beside them lies a zip of 100 MB of zeros in 100 KB.

Expected: bad_artifact
Must show: not a valid safetensors file
"""

import io
import tarfile
import zipfile


def fine_tune(base_dir, train_file, output_dir, budget):
    with zipfile.ZipFile(f"{output_dir}/weights.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("../../../../tmp/attacked", bytes(100_000_000))
    with tarfile.open(f"{output_dir}/model.safetensors", "w") as packed:
        for name in ("../../../../tmp/attacked", "/etc/cron.d/attacked"):
            entry = tarfile.TarInfo(name)
            entry.size = 6
            packed.addfile(entry, io.BytesIO(b"attack"))
