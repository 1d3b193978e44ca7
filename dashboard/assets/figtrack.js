/* What must happen in the browser: steps without a reload, the scheme, the title, focus. No markup is ever made here. */
(function () {
  "use strict";
  var NARROW = window.matchMedia("(max-width: 700px)");
  var none = function () { return window.dash_clientside.no_update; };
  var isDark = function () {
    return document.documentElement.getAttribute("data-mantine-color-scheme") === "dark";
  };
  var look = function (dark) { return { dark: dark, narrow: NARROW.matches }; };

  /* The address changes, then dcc.Location hears of it as it hears of back and forward. */
  function go(address, replace) {
    if (address === window.location.pathname + window.location.search) { return; }
    window.history[replace ? "replaceState" : "pushState"]({}, "", address);
    window.dispatchEvent(new PopStateEvent("popstate"));
  }

  function withParameter(name, value) {
    var query = new URLSearchParams(window.location.search);
    if (value) { query.set(name, value); } else { query.delete(name); }
    if (name !== "claim") { query.delete("page"); }
    var text = query.toString();
    return window.location.pathname + (text ? "?" + text : "");
  }

  function snapshotOf(search) { return new URLSearchParams(search).get("snapshot") || ""; }

  document.addEventListener("click", function (event) {
    var anchor = event.target.closest ? event.target.closest("a[data-go]") : null;
    if (!anchor || event.defaultPrevented || event.button !== 0) { return; }
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || anchor.origin !== window.location.origin) {
      return;
    }
    /* Another snapshot is another document: the browser loads it. */
    if (snapshotOf(anchor.search) !== snapshotOf(window.location.search)) { return; }
    event.preventDefault();
    remember(anchor);
    var before = window.location.pathname;
    go(anchor.pathname + anchor.search, false);
    if (anchor.pathname !== before) {
      window.scrollTo(0, 0);
      /* What was done on the page before is no longer in the way; its own links lead to where it is still wanted. */
      if (!anchor.closest("#done")) { window.dash_clientside.set_props("done", { children: [] }); }
    }
    else if (NARROW.matches && anchor.search.indexOf("claim=") >= 0) { showEvidence(); }
  });

  /* A step draws its part of the page anew; the focus goes back to the link that was used, so that keys can go on. */
  var held = null;
  function remember(anchor) {
    var home = anchor.parentElement && anchor.parentElement.closest("[id]");
    var name = anchor.getAttribute("aria-label") || anchor.textContent;
    held = anchor === document.activeElement ? { id: anchor.id, home: home ? home.id : "", name: name, at: Date.now() } : null;
  }
  function giveBack() {
    if (!held || document.activeElement !== document.body) { return; }
    if (Date.now() - held.at > 3000) { held = null; return; }
    var found = held.id ? document.getElementById(held.id) : null;
    var home = document.getElementById(held.home);
    if (!found && home) {
      found = Array.from(home.querySelectorAll("a[data-go], button[data-act]")).find(function (each) {
        var name = each.getAttribute("aria-label") || each.textContent;
        return name === held.name || (held.home === "done" && each.classList.contains("strong"));
      });
    }
    if (found) { found.focus({ preventScroll: true }); }
  }
  new MutationObserver(giveBack).observe(document.documentElement, { childList: true, subtree: true });

  /* A button's id says the whole act; what is written in the fields of its thing goes with it. */
  function press(button) {
    var act = JSON.parse(button.id);
    window.dash_clientside.set_props("pressed", { data: Object.assign({ when: Date.now() }, act) });
  }

  /* A button of review is gone once it was pressed: the focus goes to the same one if it is drawn anew, else to the note
     that says what was done. */
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("button[data-act]") : null;
    if (button) { press(button); }
    if (button && button.closest("#done") === null) {
      held = { id: button.id, home: "done", name: "", at: Date.now() + 30000 };
    }
    var close = event.target.closest ? event.target.closest("[data-close]") : null;
    if (close) {
      window.dash_clientside.set_props(close.getAttribute("data-close"), { children: [] });
      document.getElementById("main").focus({ preventScroll: true });
    }
  });

  /* Whoever goes on by hand has the focus where they want it. */
  ["keydown", "pointerdown"].forEach(function (kind) {
    document.addEventListener(kind, function () { held = null; }, true);
  });

  function showEvidence() {
    var panel = document.getElementById("evidence");
    if (panel) { panel.scrollIntoView({ block: "start" }); }
  }

  NARROW.addEventListener("change", function () {
    window.dash_clientside.set_props("look", { data: look(isDark()) });
  });

  /* A newer snapshot is told of and not shown until the reader asks; an address that names its snapshot keeps to it. */
  var EVERY = 15000;
  var seen = 0;
  var put_off = 0;
  function askForNewer() {
    if (!seen || document.hidden || snapshotOf(window.location.search)) { return; }
    window.fetch("/newest", { cache: "no-store" }).then(function (answer) {
      return answer.ok ? answer.json() : {};
    }).then(function (newest) {
      var note = document.getElementById("newer");
      if (!note || !(newest.snapshot > Math.max(seen, put_off))) { return; }
      document.getElementById("newer-said").textContent = "Newer data has come in: snapshot " + newest.snapshot + ".";
      note.setAttribute("data-snapshot", newest.snapshot);
      note.hidden = false;
    }).catch(function () { /* The server is away; the next time it may be back. */ });
  }
  window.setInterval(askForNewer, EVERY);
  document.addEventListener("visibilitychange", askForNewer);
  document.addEventListener("click", function (event) {
    if (event.target.id === "newer-show") { window.location.reload(); }
    if (event.target.id === "newer-later") {
      var note = document.getElementById("newer");
      put_off = Number(note.getAttribute("data-snapshot"));
      note.hidden = true;
    }
    if (event.target.id === "newest") {
      var query = new URLSearchParams(window.location.search);
      query.delete("snapshot");
      event.target.href = window.location.pathname + (query.toString() ? "?" + query : "");
    }
  });

  /* The page that a search is typed on: its text comes a moment later, when the reader may have gone on. */
  var typedOn = null;
  document.addEventListener("input", function (event) {
    if (event.target.id === "q") { typedOn = window.location.pathname; }
  }, true);

  var announced = null;
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    figtrack: {
      /* Dark or light and narrow or wide, for the chart, which is coloured on the server. */
      look: function (clicks) {
        var dark = clicks ? !isDark() : isDark();
        var scheme = dark ? "dark" : "light";
        document.documentElement.setAttribute("data-mantine-color-scheme", scheme);
        if (clicks) {
          try { window.localStorage.setItem("mantine-color-scheme-value", scheme); } catch (error) { announced = null; }
        }
        return [look(dark), scheme];
      },
      /* The page's title; on a step to another page its heading gets the focus, as a new page's would. */
      name: function (titles) {
        var title = titles.filter(Boolean)[0];
        if (!title) { return none(); }
        document.title = title + " – Figtrack";
        var path = window.location.pathname;
        if (announced !== null && announced !== path && document.activeElement === document.body) {
          var heading = document.querySelector("#main h1");
          if (heading) { heading.focus({ preventScroll: true }); }
        }
        announced = path;
        return none();
      },
      /* The snapshot that this tab was shown; what the reader's own act made is nothing to be told of. */
      keep: function (held, acted) {
        seen = Math.max(Number(held) || 0, Number(acted) || 0);
        var note = document.getElementById("newer");
        if (note && !(Number(note.getAttribute("data-snapshot")) > seen)) { note.hidden = true; }
        return none();
      },
      select: function (clicked) {
        var point = clicked && clicked.points && clicked.points[0];
        var id = point && point.customdata && point.customdata[0];
        if (id) {
          go(withParameter("claim", String(id)), false);
          window.dash_clientside.set_props("chart", { clickData: null });
          if (NARROW.matches) { showEvidence(); }
        }
        return none();
      },
      /* The part of the time that was drawn closer, and where: it stays when the same figure is drawn anew. */
      closer: function (moved) {
        var first = moved && moved["xaxis.range[0]"], last = moved && moved["xaxis.range[1]"];
        if (!first || !last) { return none(); }
        return { range: [first, last], path: window.location.pathname, search: window.location.search };
      },
      /* The fields of a list's filters, each with the name of its parameter; all that changed goes into the address. */
      narrow: function () {
        var fields = window.dash_clientside.callback_context.inputs_list[0] || [];
        var query = new URLSearchParams(window.location.search);
        var changed = false;
        fields.forEach(function (field) {
          var wanted = field.value ? String(field.value) : "";
          if (wanted === (query.get(field.id.name) || "")) { return; }
          changed = true;
          if (wanted) { query.set(field.id.name, wanted); } else { query.delete(field.id.name); }
        });
        if (!changed) { return none(); }
        query.delete("page");
        var text = query.toString();
        go(window.location.pathname + (text ? "?" + text : ""), true);
        return none();
      },
      /* The address changed by other means than a field: the fields follow, but never under a reader's hands. */
      follow: function (search, ids) {
        var query = new URLSearchParams(search || "");
        return ids.map(function (id) {
          var field = document.getElementById(window.dash_component_api ? window.dash_component_api.stringifyId(id) : JSON.stringify(id, Object.keys(id).sort()));
          return field && field === document.activeElement ? none() : query.get(id.name) || (id.name === "since" || id.name === "until" ? "" : null);
        });
      },
      followText: function (search) {
        var field = document.getElementById("q");
        var wanted = new URLSearchParams(search || "").get("q") || "";
        return !field || field === document.activeElement || field.value.trim() === wanted.trim() ? none() : wanted;
      },
      /* Whoever chose a claim before the chart was there finds it chosen on the chart, too. */
      catchUp: function (graph) {
        var layout = graph && graph.props && graph.props.figure && graph.props.figure.layout;
        if (layout && layout.meta !== undefined && layout.meta !== window.location.search) {
          window.dash_clientside.set_props("url", { search: window.location.search });
        }
        return none();
      },
      /* A mark of a comparison leads to its claim on its figure's page. */
      open: function (clicked) {
        var point = clicked && clicked.points && clicked.points[0];
        var ids = point && point.customdata;
        if (ids) {
          var query = new URLSearchParams({ claim: String(ids[0]) });
          var snapshot = snapshotOf(window.location.search);
          if (snapshot) { query.set("snapshot", snapshot); }
          go("/figures/" + encodeURIComponent(String(ids[1])) + "?" + query, false);
        }
        return none();
      },
      /* The field tells its text when it comes up, too; then nothing changes, and the page of the list stays. */
      find: function (text) {
        if (text === undefined || text === null || typedOn !== window.location.pathname) { return none(); }
        var wanted = text.trim().slice(0, 200);
        var known = new URLSearchParams(window.location.search).get("q") || "";
        if (wanted !== known.trim()) { go(withParameter("q", wanted), true); }
        return none();
      },
    },
  });
})();
