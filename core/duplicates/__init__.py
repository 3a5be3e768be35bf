"""Duplicates: whether two texts tell one piece of news, however the web has treated the second.

The questions and thresholds come from a study of 15,000 news items (research: dedup.md §0). Three ideas carry it:

- **Sketch.** The 32 smallest hashes of a text's 5-grams, and up to 16 hashes of its slots, find the candidates.
  Two texts of which one is part of the other share small hashes; two that share fewer than two are not compared.
- **Slots.** Every number, keyed by the letters around it. A copy keeps the values even where a machine has swapped
  the words; the next edition of a yearly report keeps the words and changes the values. So slots both confirm and veto.
- **Containment**, not similarity: a copy may be cut to a half or buried in another page's furniture.
"""

from core.duplicates.compare import Comparison, compare
from core.duplicates.sketch import fingerprint

__all__ = ["Comparison", "compare", "fingerprint"]
