"""The two engines: fetch (Scrapy) and read (waiting Pages through core into the store)."""
