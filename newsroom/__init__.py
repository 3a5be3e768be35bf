"""An embedded newsroom on loopback: the sites the demo and the end-to-end tests crawl."""
