"""Files on pages and in forms: the field that takes them, the gallery that shows them, and who may see them."""
