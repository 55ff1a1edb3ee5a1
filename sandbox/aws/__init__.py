"""A local AWS: moto behind its HTTPS proxy, with what the baseline needs and moto lacks."""
