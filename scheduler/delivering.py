"""Delivering: what waits in the outbox is handed over, each message claimed before and recorded after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from core.digest import Delivery, DeliveryState
from core.settings import ConfigError, Fault
from digest import channels, mail
from digest.channels import BURST, letters
from digest.outbox import MAIL, Answer, after
from digest.record import from_json
from digest.render import render
from scheduler.clock import Clock
from scheduler.plan import is_quiet
from scheduler.resources import Setup, channel_target, mail_password
from store.database import Store
from store.digests import SavedDigest

#: Hands the next message of a Delivery over.
Route = Callable[[Delivery], Answer]


@dataclass(slots=True)
class DeliveryReport:
    """What became of the Letters that were due."""

    sent: int = 0
    #: One line for each that was not accepted.
    faults: list[str] = field(default_factory=list)


def deliverable(setup: Setup, store: Store, now: datetime) -> tuple[Delivery, ...]:
    """What is to be sent now: not what must not ring yet, nor what the config has no way for.

    A digest that is no longer in the config has no quiet hours.
    """
    ways = {channel.name for channel in setup.config.channel} | ({MAIL} if setup.config.mail else set())
    zone = setup.config.timezone
    quiet = {settings.name for settings in setup.config.digest if is_quiet(settings, zone, now)}
    return tuple(each for each in store.deliveries.due(now) if each.channel in ways and each.name not in quiet)


def deliver(setup: Setup, store: Store, clock: Clock) -> DeliveryReport:
    """Send what is to be sent now, so that a crash repeats one message at the most."""
    store.deliveries.recover(clock())
    return _deliver(setup, store, clock, deliverable(setup, store, clock()))


def resend(setup: Setup, store: Store, saved: SavedDigest, to: str | None, clock: Clock) -> DeliveryReport:
    """Send a saved digest once more, under new ids and at once, to those that the config names now, or to one of them.

    Raises:
        ConfigError: when nobody is to get it.
    """
    settings = next(settings for settings in setup.config.digest if settings.name == saved.name)
    digest = from_json(saved.json)
    before = Counter(each.recipient for each in store.deliveries.of(saved.id))
    written = letters(render(digest), digest, settings, setup.config.mail, setup.config.channel, before)
    chosen = [letter for letter in written if to in {None, letter.recipient}]
    if not chosen:
        who = ", ".join(letter.recipient for letter in written) or "nobody"
        raise ConfigError([Fault("--to", None, "", f"the {saved.name} digest does not go there; it goes to: {who}")])
    store.deliveries.recover(clock())
    store.deliveries.add(saved.id, chosen)
    ids = {letter.message_id for letter in chosen}
    return _deliver(setup, store, clock, [each for each in store.deliveries.of(saved.id) if each.message_id in ids])


def _deliver(setup: Setup, store: Store, clock: Clock, waiting: Iterable[Delivery]) -> DeliveryReport:
    report, routes, handed = DeliveryReport(), Routes(setup, clock), Counter[str]()
    for each in waiting:
        try:
            route = routes.to(each.channel)
        except ConfigError as fault:
            report.faults += [line for line in map(str, fault.faults) if line not in report.faults]
            continue
        ended = _send(each, route, store, clock, handed)
        if ended is None:
            continue
        if ended.state is DeliveryState.SENT:
            report.sent += 1
        elif ended.state is not DeliveryState.PENDING:
            report.faults.append(f"{ended.recipient}: {ended.state}: {ended.answer}")
    return report


def _send(waiting: Delivery, route: Route, store: Store, clock: Clock, handed: Counter[str]) -> Delivery | None:
    """Hand over message after message until one is not taken; None where none could be, for there were too many."""
    ended = None
    while waiting.channel == MAIL or handed[waiting.channel] < BURST:
        claimed = store.deliveries.claim(waiting.id, clock())
        ended = after(claimed, route(claimed), clock())
        store.deliveries.record(ended)
        handed[waiting.channel] += 1
        if ended.state is not DeliveryState.PENDING:
            break
    return ended


class Routes:
    """The way to each channel, with its secrets read once."""

    def __init__(self, setup: Setup, clock: Clock) -> None:
        self._setup = setup
        self._clock = clock
        self._known: dict[str, Route] = {}

    def to(self, channel: str) -> Route:
        """The way to `mail` or to a channel of the config.

        Raises:
            ConfigError: when a secret of it is not to be had, or it is not in the config.
        """
        if channel not in self._known:
            self._known[channel] = self._by_mail() if channel == MAIL else self._by_channel(channel)
        return self._known[channel]

    def _by_mail(self) -> Route:
        settings = self._setup.config.mail
        if settings is None:
            raise ConfigError([self._setup.origin.fault(("mail",), "there is no [mail] section to send by")])
        password = mail_password(self._setup, settings)
        return lambda delivery: mail.send(delivery.body, delivery.recipient, settings, password)

    def _by_channel(self, name: str) -> Route:
        target = channel_target(self._setup, name)
        return lambda delivery: channels.send(delivery, target, self._clock())
