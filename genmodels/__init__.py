"""GenLab's library: small generative models, trained, sampled, explored and measured. Never imports streamlit."""

VERSION = "0.1.0"
