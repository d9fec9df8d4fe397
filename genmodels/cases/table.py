"""The cases, in the order of the page: GANs, then VAEs, then what data has to do with it."""

from __future__ import annotations

from genmodels.cases import rules
from genmodels.cases.case import Case, Choice

COLLAPSE = Case(
    "collapse", "A generator far too fast",
    "The generator learns fifty times faster than its critic.",
    "It finds one picture that convinces and repeats it: its critic learns too slowly to tell it off.",
    "the samples: count how many different digits there are", "gan", "mnist-5k",
    {"generator_rate": 5e-3, "discriminator_rate": 1e-4}, 1500, 40,
    (Choice("varied", "Many different digits, rough at first"),
     Choice("same", "Nearly the same picture again and again"),
     Choice("noise", "Grey noise that never becomes a picture")), "same", "collapse",
    ("diversity", "extremes"), rules.collapsed)

CRITIC = Case(
    "critic", "A critic far too strong",
    "The critic learns 250 times faster than the generator.",
    "A critic that is sure has nothing left to teach: the gradient that the generator learns from is nearly nothing.",
    "the critic's beliefs: where do the two lines go?", "gan", "mnist-5k",
    {"discriminator_rate": 5e-3, "generator_rate": 2e-5}, 1500, 40,
    (Choice("balance", "Its two beliefs meet near one half"),
     Choice("critic", "It is nearly sure about every picture, and samples stay bad"),
     Choice("generator", "The generator fools it with most samples")), "critic", "critic_winning", (), rules.contest)

RATE = Case(
    "rate", "Learning rate times fifty",
    "The same VAE with a learning rate of 0.2 instead of 0.004.",
    "Each step goes so far beyond the slope it follows that what was learned is torn down again.",
    "the loss, and then the scale beside it", "vae", "mnist-5k", {"learning_rate": 0.2}, 500, 30,
    (Choice("faster", "It learns the same, only faster"),
     Choice("wobbles", "It wobbles, but gets somewhere"),
     Choice("breaks", "The loss blows up and ends worse than it began")), "breaks", "too_fast", (), rules.descent)

BETA_0 = Case(
    "beta-0", "Beta 0: no prior at all",
    "The loss has no KL term: all that counts is that an image can be redrawn from its code.",
    "Nothing keeps the codes near the prior, so samples are drawn from places where no image ever was.",
    "reconstructions against samples, and the KL curve", "vae", "mnist-5k", {"beta": 0.0}, 500, 30,
    (Choice("better", "Reconstructions get sharper, and so do the samples"),
     Choice("hollow", "Reconstructions get sharper, and samples turn into rubbish"),
     Choice("ignored", "The code is ignored: every reconstruction is the same")), "hollow", "loose_codes", (),
    rules.without_prior)

BETA_50 = Case(
    "beta-50", "Beta 50: a dear code",
    "The KL term weighs fifty times as much: every nat of information in the code costs fifty.",
    "No pixel is worth that much, so the cheapest code is one that says nothing.",
    "the reconstructions below their originals", "vae", "mnist-5k", {"beta": 50.0}, 500, 30,
    (Choice("tidy", "A tidy latent space, a little blurred"),
     Choice("ignored", "The code is ignored: every reconstruction is the mean digit"),
     Choice("sharp", "Sharper pictures, for the codes are used better")), "ignored", "posterior_collapse", (),
    rules.under_pressure)

TINY = Case(
    "tiny", "A code of two numbers",
    "The code has two numbers instead of sixteen: all that an image says has to pass through them.",
    "Two numbers can say which digit and a little of how it leans; what is left over is averaged.",
    "the reconstructions: which digits are taken for each other?", "vae", "mnist-5k", {"latent_dim": 2}, 500, 30,
    (Choice("same", "As sharp as with sixteen"),
     Choice("blurred", "Blurred, and similar digits are mixed up"),
     Choice("ignored", "It fails: every reconstruction is the mean digit")), "blurred", "blurred", (), rules.narrow)

SATURATED = Case(
    "saturated", "A generator at a gallop",
    "The generator's rate is 0.05, five hundred times that of its critic.",
    "Its last layer is thrown into the flat ends of tanh, where gradients vanish, and there it stays.",
    "single pixels: is there any grey left, and does anything change?", "gan", "mnist-5k",
    {"generator_rate": 5e-2, "discriminator_rate": 1e-4}, 1500, 40,
    (Choice("grey", "Soft, grey shapes that sharpen slowly"),
     Choice("stuck", "One black and white pattern that hardly moves any more"),
     Choice("good", "Readable digits, reached sooner")), "stuck", "saturated", ("diversity", "extremes"), rules.stuck)

LITTLE = Case(
    "little", "A hundred images",
    "A VAE with more than a million weights learns from 100 digits, again and again.",
    "It has more weights than there are pixels to know, so it keeps the pictures themselves and not what they share.",
    "the loss it reports, and what it does with held-out digits", "vae", "mnist-100", {"batch_size": 50}, 1000, 30,
    (Choice("general", "It redraws new digits as well as the hundred it knows"),
     Choice("memory", "The hundred get sharp, digits it never saw do not"),
     Choice("fails", "Too few to learn anything: the loss stays high")), "memory", "too_little_data",
    ("held_out",), rules.learned_by_heart)

OVERFIT = Case(
    "overfit", "A critic with a hundred digits",
    "The critic meets the same 100 real digits all the time. What will it say about real digits it never saw?",
    "It knows the hundred by heart, and calls whatever is not among them fake, real or not.",
    "the critic's beliefs, which know only the hundred", "gan", "mnist-100",
    {"batch_size": 50, "width": 512, "discriminator_rate": 1e-3, "generator_rate": 1e-4}, 2500, 40,
    (Choice("fair", "It trusts them as much as those it knows"),
     Choice("memorises", "It trusts them clearly less than those it knows"),
     Choice("blind", "It cannot tell real from fake at all")), "memorises", "overfitting_critic",
    ("beliefs",), rules.overfitted)

OSCILLATION = Case(
    "oscillation", "Momentum on a ring",
    "Real points lie on a ring of eight spots. The generator is four times faster than its critic, and both have much "
    "momentum.",
    "The generator crowds where the critic believes most; the critic learns that, and the crowd runs on.",
    "the cloud of points, again and again", "point_gan", "ring",
    {"momentum": 0.9, "batch_size": 128, "generator_rate": 2e-3, "discriminator_rate": 5e-4, "average": 0.0}, 6000, 40,
    (Choice("covers", "It settles on all eight spots"),
     Choice("stays", "It finds one spot and stays there"),
     Choice("jumps", "It jumps from spot to spot without end")), "jumps", "oscillation", ("spots",), rules.wandering)

CASES = {case.key: case for case in (
    COLLAPSE, CRITIC, SATURATED, OSCILLATION, RATE, BETA_0, BETA_50, TINY, LITTLE, OVERFIT)}
