// Search of the archive, in the browser alone. digest/archive/search.py makes the index and says how it is made.
// What strangers wrote reaches the page as text nodes only.
"use strict";
(() => {
  const ENOUGH = 50;
  const AROUND = 60;
  const HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff";
  const RUN = new RegExp(`[${HAN}]+|[a-z0-9]+`, "g");
  const files = new Map();
  const byId = (id) => document.getElementById(id);
  let folding = new Map();
  let facets = null;
  let asked = 0;

  self.deltawatch = { put: (name, value) => files.set(name, value) };

  // --- the same as in search.py

  const fold = (text) =>
    Array.from(text.normalize("NFKC").toLowerCase(), (character) => folding.get(character) ?? character).join("");

  const wordsOf = (text) => {
    const found = new Set();
    for (const [run] of text.matchAll(RUN)) {
      if (run[0] > "\u02ff") for (let start = 0; start + 1 < run.length; start++) found.add(run.slice(start, start + 2));
      else found.add(run.slice(0, facets.longest));
    }
    return found;
  };

  const shardOf = (word) => {
    let value = 0;
    for (let at = 0; at < word.length; at++) value = (value * 31 + word.charCodeAt(at)) % 65521;
    return value % facets.shards;
  };

  // --- files

  const load = (name) =>
    new Promise((done, failed) => {
      if (files.has(name)) return done(files.get(name));
      const script = document.createElement("script");
      script.src = `search/${name}.js`;
      script.addEventListener("load", () => (files.has(name) ? done(files.get(name)) : failed(new Error(name))));
      script.addEventListener("error", () => failed(new Error(name)));
      document.head.append(script);
    });

  // Ids of the stories of a month that have every word; null where none is asked for.
  const withWords = async (month, words) => {
    let ids = null;
    for (const word of words) {
      const postings = (await load(`${month}/${shardOf(word)}`))[word];
      if (!postings) return new Set();
      let id = 0;
      const having = postings.split(" ").map((step) => (id += parseInt(step, 36)));
      ids = new Set(ids ? having.filter((each) => ids.has(each)) : having);
    }
    return ids;
  };

  // --- the query

  const queryOf = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    const runs = Array.from(fold(asked.get("q") ?? "").matchAll(RUN), (match) => match[0]);
    return {
      runs,
      words: wordsOf(runs.join(" ")),
      // A single Han character is in no word of two: it is sought in what a result shows.
      single: runs.filter((run) => run[0] > "\u02ff" && run.length === 1),
      area: asked.get("area"), place: asked.get("place"), source: asked.get("source"),
      since: asked.get("since") ?? "", until: asked.get("until") || "9999",
    };
  };

  const fits = (card, query, ids) =>
    (!ids || ids.has(card[0])) &&
    query.single.every((run) => fold(card[2] + card[6]).includes(run)) &&
    [["area", 7], ["place", 8], ["source", 9]].every(
      ([name, at]) => !query[name] || card[at].split(" ").includes(query[name]));

  const run = async (query, from) => {
    const mine = ++asked;
    const months = facets.months.filter((month) => month >= query.since && month <= query.until);
    if (!from) byId("results").replaceChildren();
    byId("more").hidden = true;
    let at = from;
    try {
      for (let listed = 0; at < months.length && listed < ENOUGH; at++) {
        say(facets.words.searching, { month: months[at] });
        const ids = await withWords(months[at], query.words);
        if (mine !== asked) return;
        if (ids && !ids.size) continue;
        const cards = (await load(`${months[at]}/cards`)).filter((card) => fits(card, query, ids));
        if (mine !== asked) return;
        byId("results").append(...cards.map((card) => shown(card, query)));
        listed += cards.length;
      }
    } catch (fault) {
      if (mine === asked) say(facets.words.broken, { file: fault.message });
      return;
    }
    const n = byId("results").childElementCount;
    if (at < months.length) say(facets.words.found_some, { n, month: months[at - 1] });
    else say(n ? facets.words.found : facets.words.nothing, { n });
    byId("more").hidden = at >= months.length;
    byId("more").onclick = () => run(query, at);
  };

  // --- the page

  const say = (form, values) => {
    byId("state").textContent = form.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  };

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    made.className = className;
    made.append(...children);
    return made;
  };

  const shown = (card, query) => {
    const [id, day, title, outlet, tier, language, summary] = card;
    const link = element("a", "", ...marked(title, query.runs));
    link.href = `story/${Math.floor(Number(id) / 1000)}/${Number(id)}.html`;
    if (language) link.lang = language;
    const by = element("p", "by",
      element("span", `tier tier-${tier}`, facets.tiers[tier] ?? ""), element("span", "outlet", outlet),
      element("span", "", day));
    const quote = element("p", "quote", ...marked(summary, query.runs, AROUND));
    return element("li", "", link, by, quote);
  };

  // A text as nodes with the hits marked; from a little before the first hit on where it is to be short.
  const marked = (text, runs, around) => {
    const characters = Array.from(text);
    const folded = characters.map((each) => (fold(each).length === each.length ? fold(each) : each)).join("");
    if (folded.length !== text.length) return [text];
    const spans = [];
    for (const run of runs) {
      for (let at = folded.indexOf(run); at >= 0; at = folded.indexOf(run, at + run.length)) spans.push([at, at + run.length]);
    }
    spans.sort((one, other) => one[0] - other[0]);
    const start = around && spans.length && spans[0][0] > around ? spans[0][0] - around : 0;
    const nodes = [start ? "……" : ""];
    let position = start;
    for (const [from, to] of spans) {
      if (from < position) continue;
      nodes.push(text.slice(position, from), element("mark", "", text.slice(from, to)));
      position = to;
    }
    const end = around ? Math.max(position, start + 4 * around) : text.length;
    nodes.push(text.slice(position, end), end < text.length ? "……" : "");
    return nodes.filter((node) => node !== "");
  };

  const choose = (name, choices) => {
    const options = choices.map(([value, label, number, isPart]) => {
      const option = element("option", "", (isPart ? "\u3000" : "") + label + (number ? ` ${number}` : ""));
      option.value = value;
      return option;
    });
    byId(name).append(...options);
  };

  const show = () => {
    const wanted = new URLSearchParams(location.hash.slice(1));
    for (const name of ["q", "area", "place", "source", "since", "until"]) byId(name).value = wanted.get(name) ?? "";
    if (location.hash.length > 1) run(queryOf(), 0);
  };

  addEventListener("DOMContentLoaded", () => {
    const [from, to] = files.get("folding").map((each) => Array.from(each));
    folding = new Map(from.map((character, at) => [character, to[at]]));
    facets = files.get("facets");
    for (const name of ["area", "place", "source"]) choose(name, facets[name]);
    for (const name of ["since", "until"]) choose(name, facets.months.map((month) => [month, month]));
    byId("form").hidden = false;
    byId("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const filled = [...new FormData(byId("form"))].filter(([, value]) => value);
      const hash = new URLSearchParams(filled).toString();
      if (location.hash.slice(1) === hash) show();
      else location.hash = hash;
    });
    addEventListener("hashchange", show);
    show();
  });
})();
