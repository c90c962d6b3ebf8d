#!/usr/bin/env python3
"""Makes train_vlae.py's weights the default image model of model/weights: export_vlae.py OUT WEIGHTS_DIR NAME"""
import sys
from export_pixelcnn import export

export(sys.argv[1], "image.safetensors", "test.json", *sys.argv[2:], "image", "tools/train/gpu/train_vlae.py")
