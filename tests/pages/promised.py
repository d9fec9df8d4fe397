"""A promise as the probe makes it, for pages that show one."""

from genmodels.probe import Promise

PROMISE = Promise(steps_per_second=50.0, images_per_second=6400.0, steps=1500, seconds=30.0, megabytes=321.0,
                  device="cpu", precision="float32", parameters=12345)
