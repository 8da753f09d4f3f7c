"""The workloads' models, by hand, once for each library: the same computation and parameters."""
