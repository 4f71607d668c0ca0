"""Forms: a template names the fields of a page, and each is read as what it may hold."""
