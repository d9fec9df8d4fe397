"""The plain page that the studio is compared with: `st.slider` for two numbers of the code, torch, `st.image`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import streamlit as st

from genmodels.runs import RunStore, default_root

if TYPE_CHECKING:
    from genmodels.models.base import GenerativeModel


@st.cache_resource
def model_of(run_id: str) -> GenerativeModel:
    import torch

    torch.set_num_threads(1)
    return RunStore(default_root()).get(run_id).model()


def picture(model: GenerativeModel, code: list[float]) -> npt.NDArray[np.uint8]:
    import torch

    from genmodels import sample

    image = sample.decode(model, torch.tensor([code], dtype=torch.float32), 3)[0].transpose(1, 2, 0)
    large = np.kron(image, np.ones((10, 10, 1), np.uint8))
    return large[..., 0] if large.shape[2] == 1 else large


model = model_of(st.query_params["run"])
first, second = (st.slider(name, -3.0, 3.0, 0.0, 0.01) for name in ("first", "second"))
st.image(picture(model, [first, second] + [0.0] * (model.latent_dim - 2)))
