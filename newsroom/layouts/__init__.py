"""The layouts: one small site for each way the Delta's sites build their lists, with every oddity that was seen there.

What a right crawl finds stands beside each row in pages/*.toml. Layouts: research/sources.md §4.
"""
