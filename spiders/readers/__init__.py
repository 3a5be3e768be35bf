"""Pure list readers, one module a kind: an answer's bytes in, the links it shows out. No socket, clock or Scrapy."""
