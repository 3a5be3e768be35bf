"""Measurements that a person runs: `./run bench [NAME...]`. Ratios are of one run; other figures are of one machine."""
