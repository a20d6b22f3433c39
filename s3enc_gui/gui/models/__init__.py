"""Generic item models of lists and tables; they use no widgets."""
