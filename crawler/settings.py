"""Scrapy's settings: the floor, each default that is not safe or not polite set by name.

Scrapy's own defaults are "optimized for web scraping, not for security". `scrapy shell` and `scrapy list` in a checkout
use this module as it is; a crawl adds `for_job`.
"""

from __future__ import annotations

from scrapy.settings import Settings

from crawler.download import PoliteHandler
from crawler.job import CrawlJob

BOT_NAME = "deltawatch"
SPIDER_MODULES = ["spiders"]

# Politeness. In a crawl the host gate paces, over all Crawlers; these hold for `scrapy shell`.
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 3
CONCURRENT_REQUESTS_PER_DOMAIN = 1
AUTOTHROTTLE_ENABLED = False
REFERER_ENABLED = False
COOKIES_ENABLED = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
}

# Limits. Scrapy's are 1 GiB, 180 s, 20 redirects.
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_FAIL_ON_DATALOSS = True
DNS_TIMEOUT = 10
REDIRECT_MAX_TIMES = 5
REDIRECT_PRIORITY_ADJUST = 0
METAREFRESH_ENABLED = False

# One more try where there was no answer; an answer, 429 and 503 included, is an answer.
RETRY_TIMES = 1
RETRY_HTTP_CODES: list[int] = []
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.CannotResolveHostError",
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.ResponseDataLossError",
]
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"
HTTPERROR_ALLOW_ALL = True

# Security: public addresses only, verified TLS, web addresses only, no listening port, nothing run from outside.
TWISTED_DNS_RESOLVER = "crawler.addresses.GuardedResolver"
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# A configured proxy would be asked for every address, out of the guard's sight.
HTTPPROXY_ENABLED = False

# Items are kept one after another anyway; Scrapy would make a hundred tasks for each answer.
CONCURRENT_ITEMS = 1
# Reads the source of the callback again for each answer.
WARN_ON_GENERATOR_RETURN_VALUE = False

# The frontier is a table of the store: Scrapy's own loses its queue when the process is killed.
JOBDIR = None

# The store says what became of each address; the log is for what a person should look at.
LOG_LEVEL = "WARNING"
LOGSTATS_INTERVAL = 0
STATS_DUMP = False
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
MEMUSAGE_ENABLED = False

_DOWNLOADER = {
    "crawler.middlewares.Bounds": 50,
    "crawler.middlewares.RobotsGate": 100,
    "crawler.middlewares.Conditional": 450,
    "crawler.middlewares.Redirects": 600,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
}
_SPIDER = {
    "crawler.middlewares.KnownLinks": 500,
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}


def for_job(job: CrawlJob) -> Settings:
    """The settings of one crawl: the floor, our own components, the operator's numbers."""
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.setdict(
        {
            "USER_AGENT": job.user_agent,
            "DOWNLOAD_TIMEOUT": job.crawl.timeout,
            "DOWNLOAD_MAXSIZE": job.crawl.max_body,
            "DOWNLOAD_DELAY": 0,
            "ROBOTSTXT_OBEY": False,
            "DOWNLOAD_HANDLERS": {
                **DOWNLOAD_HANDLERS,
                "http": PoliteHandler,
                "https": PoliteHandler,
            },
            "DOWNLOADER_MIDDLEWARES": _DOWNLOADER,
            "SPIDER_MIDDLEWARES": _SPIDER,
            "ITEM_PIPELINES": {"crawler.pipelines.KeepPage": 500},
            # None of Scrapy's own does anything for us, and to name one in order to switch it off loads it.
            "EXTENSIONS_BASE": {},
            # Requests carry dont_filter; what is known is the store's to say.
            "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        },
        priority="cmdline",
    )
    return settings
