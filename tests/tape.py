"""A graph for the CPU: it takes down every operation of torch at capture, and does these again on the same memory.

As on a GPU, a capture leaves everything as it was, Python is not asked again at a replay, and reading a number back is
forbidden meanwhile. So a step that this tape holds waits for nobody and hides no decision.
"""

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves


class Tape:
    """Counts what is asked of it in `asked`, shared by the tapes of one training."""

    def __init__(self, asked):
        self.asked, self.calls = asked, []

    def warm_up(self, work):
        self.asked.append("warm up")
        work()

    def capture(self, work):
        self.asked.append("capture")
        random, recorder = torch.get_rng_state(), _Recorder()
        try:
            with recorder:
                work()
        finally:
            recorder.undo()
            torch.set_rng_state(random)
        self.calls = recorder.calls

    @torch.no_grad()
    def replay(self):
        self.asked.append("replay")
        for operation, given, named, kept in self.calls:
            for old, new in zip(tensors(kept), tensors(operation(*given, **named)), strict=True):
                if old.data_ptr() != new.data_ptr():     # the others are views, or were changed in place
                    old.copy_(new)


class _Recorder(TorchDispatchMode):
    def __init__(self):
        super().__init__()
        self.calls, self.before = [], {}     # storage -> what was in it, None when it is the capture's own

    def __torch_dispatch__(self, operation, types, given=(), named=None):
        named = named or {}
        if operation is torch.ops.aten._local_scalar_dense.default:
            raise RuntimeError("operation not permitted when stream is capturing")
        for tensor in tensors((given, named)):     # batch normalisation changes its statistics without saying so
            if place(tensor) not in self.before:
                self.before[place(tensor)] = tensor.untyped_storage(), tensor.untyped_storage().clone()
        kept = operation(*given, **named)
        for tensor in tensors(kept):
            self.before.setdefault(place(tensor))
        self.calls.append((operation, given, named, kept))
        return kept

    def undo(self):
        for storage, content in filter(None, self.before.values()):
            storage.copy_(content)


def tensors(tree):
    return [leaf for leaf in tree_leaves(tree) if isinstance(leaf, torch.Tensor)]


def place(tensor):
    return tensor.untyped_storage().data_ptr()
