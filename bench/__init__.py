"""Measurements that a person runs: `./run bench [NAME...]`. Ratios are of one run; absolute figures are this machine's."""
