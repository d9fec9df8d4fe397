"""Browser code (js, css), each with its Python face."""
