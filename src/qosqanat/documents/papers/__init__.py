"""Official papers as data and Typst templates; knows no Django."""
