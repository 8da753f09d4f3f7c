"""Lists the runs below a folder, however broken their files are; needs neither Keras nor NumPy."""
