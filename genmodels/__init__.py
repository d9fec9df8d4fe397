"""GenLab's library: small generative models, trained, sampled, explored and measured. Never imports streamlit."""
