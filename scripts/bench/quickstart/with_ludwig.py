"""Ludwig's command line, beside a PyTorch that is built for CPUs alone.

The wheels of torchvision and torchaudio on PyPI are built for CUDA. Beside such a PyTorch they
fail when Ludwig imports them, which it does even for a table: the one looks for operators that its
library would bring, the other for the library.
"""

import importlib.machinery
import sys
import types
from importlib.metadata import version

# Only `make bench` installs them.
# pyright: reportMissingImports=false
import torch

if not torch.backends.cuda.is_built():
    operators = torch.library.Library("torchvision", "FRAGMENT")
    for name in ("nms", "qnms"):
        operators.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    audio = types.ModuleType("torchaudio")
    audio.__spec__ = importlib.machinery.ModuleSpec("torchaudio", None)
    vars(audio)["__version__"] = version("torchaudio")
    sys.modules["torchaudio"] = audio

from ludwig.cli import main

sys.exit(main())
