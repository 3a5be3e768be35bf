"""The edge where files become values: the operator's config, the shipped rules and Sites, the secrets."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from core.choosing import choose, known_words
from core.config import Config, MailSettings, SitesSettings
from core.rules import KeywordFile, Rules, build
from core.settings import ConfigError, Fault, Origin, parse
from core.settings import Path as KeyPath
from core.site import Site
from scheduler.checking import faults_of
from spiders.sites import parse_site, shipped

if TYPE_CHECKING:
    from digest.channels import Target

T = TypeVar("T")

CONFIG_NAME = "deltawatch.toml"
#: The config of a Setup that no file tells.
_NO_FILE = Origin(CONFIG_NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """A Config with everything it names, loaded and checked."""

    config: Config
    #: The folder that relative paths of the config start from.
    folder: Path
    sites: tuple[Site, ...]
    rules: Rules
    #: The file of the config.
    origin: Origin = _NO_FILE

    @property
    def store_path(self) -> Path:
        """Where the store lies."""
        return self.folder / self.config.store.path

    @property
    def backup_folder(self) -> Path:
        """Where backups of the store lie."""
        return self.folder / self.config.store.backup_folder


def load(path: Path) -> Setup:
    """Load a config file and all it names.

    Raises:
        ConfigError: with the faults of all files at once.
    """
    if not path.is_file():
        hint = "write one with `deltawatch init`, or name another with --config"
        raise ConfigError([Fault(str(path), None, "", f"no such file; {hint}")])
    text = _read(path)
    config = parse(text, path.name, Config)
    folder = path.resolve().parent
    origin = Origin(path.name, text)
    faults: list[Fault] = []
    sites = _collect(faults, lambda: chosen_sites(config, folder, origin)) or ()
    rules = _collect(faults, lambda: _rules(config, folder, sites, origin))
    faults = [*faults_of(config, rules, origin), *faults]
    if faults or rules is None:
        raise ConfigError(faults)
    return Setup(config=config, folder=folder, sites=sites, rules=rules, origin=origin)


def shipped_rules() -> Rules:
    """The rules as shipped, with all shipped Sites as known publishers: what `inspect` uses without a config."""
    return build_rules(shipped_text("topics.toml"), shipped(), "topics.toml")


def build_rules(topics: str, sites: tuple[Site, ...], origin: str, keywords: KeywordFile | None = None) -> Rules:
    """Rules from the text of a topics file, with every shipped Site known as a publisher, watched or not."""
    own = {site.id for site in sites}
    known = sites + tuple(site for site in shipped() if site.id not in own)
    places, signs, outlets = map(shipped_text, ("places.toml", "signs.toml", "outlets.toml"))
    return build(topics, places, signs, known, origin, keywords, outlets)


def shipped_text(name: str) -> str:
    """A data file of core, such as `topics.toml`."""
    return files("core").joinpath("data", name).read_text(encoding="utf-8")


def chosen_sites(config: Config, folder: Path, origin: Origin = _NO_FILE) -> tuple[Site, ...]:
    """The Sites that the config switches on, shipped ones first; a Site file of one's own replaces a shipped one.

    Raises:
        ConfigError: for words that stand for nothing, and for every fault in the Site files.
    """
    own = _own_sites(config, folder, origin)
    sites = ({site.id: site for site in shipped()} | own).values()
    known = known_words(sites)
    faults = [
        origin.fault(("sites", key), f"stands for no site: {word!r}{_nearest(word, known)}")
        for key, words in (("use", config.sites.use), ("skip", config.sites.skip))
        for word in words
        if word not in known
    ]
    if faults:
        raise ConfigError(faults)
    return choose(sites, {*config.sites.use, *own}, config.sites.skip)


def _nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was meant, of the same group: `region:js` is no misspelt `region:SH`."""
    group = word[: word.find(":") + 1]
    values = {one.removeprefix(group).casefold(): one for one in sorted(known) if one.startswith(group)}
    near = get_close_matches(word.removeprefix(group).casefold(), values, n=1)
    return f"; did you mean {values[near[0]]!r}?" if near else "; docs/sources.md names those that are shipped"


def _own_sites(config: Config, folder: Path, origin: Origin) -> dict[str, Site]:
    if config.sites.folder != SitesSettings().folder and not (folder / config.sites.folder).is_dir():
        raise ConfigError([origin.fault(("sites", "folder"), f"no such folder: {config.sites.folder}")])
    sites: dict[str, Site] = {}
    faults: list[Fault] = []
    for file in sorted((folder / config.sites.folder).glob("*.toml")):
        name = f"{config.sites.folder}/{file.name}"
        site = _collect(faults, partial(_site_of, file, name))
        if site is None:
            continue
        if site.id in sites:
            faults.append(Fault(name, None, "id", f"{site.id!r} is the id of another file of this folder"))
        sites[site.id] = site
    if faults:
        raise ConfigError(faults)
    return sites


def _site_of(file: Path, name: str) -> Site:
    return parse_site(_read(file), name)


def mail_password(setup: Setup, mail: MailSettings) -> str | None:
    """The password of the SMTP account, from the environment or from its file; None when there is no account.

    Raises:
        ConfigError: when an account is named and its password is not to be had.
    """
    if mail.user is None:
        return None
    secret = _secret(setup, ("mail",), "password", mail.password_env, mail.password_file)
    if secret is None:
        message = "mail.user needs mail.password_env or mail.password_file; a password never stands in this file"
        raise ConfigError([setup.origin.fault(("mail",), message)])
    return secret


def channel_target(setup: Setup, name: str) -> Target:
    """A channel of the config with its address and secret.

    Raises:
        ConfigError: when there is none of this name, or its address or secret is not to be had or of no use.
    """
    from digest.channels import Target, key_of
    from digest.post import fault_of_address
    from digest.relay import fault_of_relay

    found = next((number for number, each in enumerate(setup.config.channel) if each.name == name), None)
    if found is None:
        raise ConfigError([setup.origin.fault(("channel",), f"there is no channel of the name {name!r}")])
    settings, here = setup.config.channel[found], ("channel", found)
    url = settings.url or _secret(setup, here, "url", settings.url_env, settings.url_file) or ""
    secret = _secret(setup, here, "secret", settings.secret_env, settings.secret_file)
    is_relayed = settings.kind == "apprise"
    if wrong := fault_of_relay(url) if is_relayed else fault_of_address(url, settings.allow_networks):
        raise ConfigError([setup.origin.fault((*here, "url"), wrong)])
    if secret is not None and settings.kind == "webhook":
        try:
            key_of(secret)
        except ValueError as fault:
            raise ConfigError([setup.origin.fault((*here, "secret"), str(fault))]) from fault
    return Target(settings=settings, url=url, secret=secret)


def prove_surroundings(setup: Setup) -> None:
    """See that every password, address, key and library that the config needs is to be had and of use.

    Raises:
        ConfigError: with all that are not.
    """
    from digest.forms import how_to_have, lacking

    faults: list[Fault] = []
    if (mail := setup.config.mail) is not None:
        _collect(faults, lambda: mail_password(setup, mail))
    for channel in setup.config.channel:
        _collect(faults, partial(channel_target, setup, channel.name))
    for place, digest in enumerate(setup.config.digest):
        if missing := lacking(digest.formats):
            faults.append(setup.origin.fault(("digest", place, "formats"), how_to_have(missing)))
    if faults:
        raise ConfigError(faults)


def _secret(setup: Setup, table: KeyPath, key: str, variable: str | None, file: str | None) -> str | None:
    """What an environment variable or a file holds, named in a table under `key` and `_env` or `_file`; None when
    neither is named."""
    if variable is not None:
        if secret := os.environ.get(variable, "").strip():
            return secret
        message = f"the environment variable {variable} is not set"
        raise ConfigError([setup.origin.fault((*table, f"{key}_env"), message)])
    if file is None:
        return None
    message = "the file is empty"
    try:
        if secret := (setup.folder / file).read_text(encoding="utf-8-sig").strip():
            return secret
    except (OSError, UnicodeDecodeError) as fault:
        message = f"cannot be read: {getattr(fault, 'strerror', None) or 'it is not UTF-8 text'}"
    raise ConfigError([setup.origin.fault((*table, f"{key}_file"), message)])


def _rules(config: Config, folder: Path, sites: tuple[Site, ...], origin: Origin) -> Rules:
    faults: list[Fault] = []
    hint = "; `deltawatch init` writes one"
    topics = _collect(faults, lambda: _named(folder, "topics", config.topics, origin, hint))
    keywords = (
        _collect(faults, lambda: _named(folder, "keywords", config.keywords, origin)) if config.keywords else None
    )
    if faults or topics is None:
        raise ConfigError(faults)
    groups = None if keywords is None else KeywordFile(keywords, config.keywords)
    return build_rules(topics, sites, config.topics, groups)


def _named(folder: Path, key: str, name: str, origin: Origin, hint: str = "") -> str:
    """The text of a file that the config names under this key."""
    if not (folder / name).is_file():
        raise ConfigError([origin.fault((key,), f"no such file: {name}{hint}")])
    return _read(folder / name)


def _read(path: Path) -> str:
    try:
        # An editor on Windows leaves a byte order mark.
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        message = f"is not UTF-8 text (byte {fault.start}); save it as UTF-8"
        raise ConfigError([Fault(path.name, None, "", message)]) from fault
    except OSError as fault:
        raise ConfigError([Fault(str(path), None, "", f"cannot be read: {fault.strerror}")]) from fault


def _collect(faults: list[Fault], action: Callable[[], T]) -> T | None:
    """The result of an action, or None with its faults added to the others."""
    try:
        return action()
    except ConfigError as error:
        faults += error.faults
        return None
