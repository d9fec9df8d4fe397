"""Writes down what a training cost, as far as it has come: nothing here can fail a run."""

from __future__ import annotations

import torch

from genmodels.cost.nvml import counter
from genmodels.cost.spent import Spent, counted, write_spent
from genmodels.worker.desk import Desk


def watch_gpu(desk: Desk) -> None:
    """A training on an NVIDIA GPU reads the device's energy counter beside its processor seconds."""
    if desk.training is not None and desk.training.device.type == "cuda":
        device = desk.training.device
        desk.pace.meter.read_gpu(counter(str(torch.cuda.get_device_properties(device).uuid)))


def note_cost(desk: Desk) -> None:
    """Without a training there was nothing to pay for."""
    training, meter = desk.training, desk.pace.meter
    if training is None:
        return
    found = Spent(training.step, desk.pace.seconds, torch.get_num_threads(), training.device.type,
                  meter.cpu_seconds, meter.gpu_joules)
    write_spent(desk.run.folder, counted(found, desk.run))
